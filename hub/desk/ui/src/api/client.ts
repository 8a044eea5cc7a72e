/** The one way to call the hub's HTTP API. */
import { observeServerTime } from "../lib/clock";

const BASE = "/api/v1";

interface Problem {
  code?: string;
  title?: string;
  detail?: string;
  field?: string;
  last_seq?: number;
  existing?: string;
  retry_after?: number;
}

/** An answer that is not a success: `code` is for programs, `message` for people. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly problem: Problem = {},
  ) {
    super(message);
    this.name = "ApiError";
  }

  /** The path of the field that is wrong, when the hub named one. */
  get field(): string {
    return this.problem.field ?? "";
  }
}

/** Code of an error that never reached the hub. */
export const OFFLINE = "offline";

let csrf = "";

/** Remember the value that proves a write comes from our own page. */
export function setCsrf(value: string) {
  csrf = value;
}

type Query = Record<string, string | number | boolean | null | undefined>;

export function withQuery(path: string, query: Query): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== "") search.set(name, String(value));
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

async function send(method: string, path: string, headers: Record<string, string>, body?: BodyInit) {
  const all = method === "GET" ? headers : { ...headers, "X-CSRF-Token": csrf };
  let answer: Response;
  try {
    answer = await fetch(BASE + path, { method, credentials: "same-origin", headers: all, body });
  } catch {
    throw new ApiError(0, OFFLINE, "");
  }
  observeServerTime(answer.headers.get("Date"));
  if (!answer.ok) {
    const problem = (await answer.json().catch(() => ({}))) as Problem;
    const text = problem.detail ?? problem.title ?? answer.statusText;
    throw new ApiError(answer.status, problem.code ?? "unknown", text, problem);
  }
  return answer;
}

/** Call the API with JSON; the session travels in an http-only cookie. */
export async function api<T>(method: string, path: string, body?: unknown): Promise<T> {
  const headers: Record<string, string> = body === undefined ? {} : { "Content-Type": "application/json" };
  const answer = await send(method, path, headers, body === undefined ? undefined : JSON.stringify(body));
  const text = await answer.text();
  return (text ? JSON.parse(text) : undefined) as T;
}

/** Send a file's bytes; its name goes percent-encoded in a header. */
export async function upload<T>(path: string, file: File): Promise<T> {
  const headers = {
    "Content-Type": file.type || "application/octet-stream",
    "X-File-Name": encodeURIComponent(file.name),
  };
  return (await send("POST", path, headers, file)).json() as Promise<T>;
}

/** Where a stored file is downloaded from. */
export const fileUrl = (id: string) => `${BASE}/files/${encodeURIComponent(id)}`;

/** Where something that could not be taken in is downloaded from. */
export const quarantineUrl = (id: string) => `${BASE}/quarantine/${encodeURIComponent(id)}/file`;

/** Where the live socket is. */
export function socketUrl(): string {
  const url = new URL(`${BASE}/live-socket`, location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}
