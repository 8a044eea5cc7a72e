import type { Outbox } from "./outbox";
import type { Storage } from "./storage";

/** What one person did not get to send is not sent in the name of the next one at this browser. */
export function checkOwner(identity: string | null, storage: Storage, outbox: Outbox): void {
  const owner = subject(identity);
  const before = storage.get("owner") ?? "";
  if (before && before !== owner) outbox.clear();
  storage.set("owner", owner || null);
}

/** Whom a JWT is about; only to tell people apart, never believed. */
function subject(token: string | null): string {
  try {
    const body = (token ?? "").split(".")[1] ?? "";
    return String(JSON.parse(atob(body.replace(/-/g, "+").replace(/_/g, "/"))).sub ?? "");
  } catch {
    return "";
  }
}
