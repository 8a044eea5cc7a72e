/** An answer of the hub that is not a success; `code` is what programs read, `message` what people read. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = "ApiError";
  }
}

interface ErrorBody {
  code?: string;
  message?: string;
}

/** Call the hub's API; the session travels in an http-only cookie. */
export async function api<T>(method: string, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(`/api${path}`, {
    method,
    credentials: "same-origin",
    headers: body === undefined ? {} : { "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!answer.ok) {
    const fault = (await answer.json().catch(() => ({}))) as ErrorBody;
    throw new ApiError(answer.status, fault.code ?? "unknown", fault.message ?? answer.statusText);
  }
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}
