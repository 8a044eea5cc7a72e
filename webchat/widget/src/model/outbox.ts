import type { FileView } from "./protocol";
import type { Storage } from "./storage";
import { ulid } from "./ulid";

export interface Pending {
  id: string;
  text: string;
  files: FileView[];
  value?: string;
  at: string;
  /** Why the server will never take it, if so. */
  failed?: string;
}

/** Messages on their way: kept in the browser until the server has acknowledged them. */
export class Outbox {
  readonly #storage: Storage;
  #entries: Pending[];

  constructor(storage: Storage) {
    this.#storage = storage;
    this.#entries = read(storage);
  }

  get entries(): readonly Pending[] {
    return this.#entries;
  }

  add(text: string, files: FileView[], value?: string): Pending {
    const entry: Pending = { id: ulid(), text, files, at: new Date().toISOString(), ...(value ? { value } : {}) };
    this.#entries = [...this.#entries, entry];
    this.#save();
    return entry;
  }

  remove(id: string): void {
    if (!this.#entries.some((entry) => entry.id === id)) return;
    this.#entries = this.#entries.filter((entry) => entry.id !== id);
    this.#save();
  }

  fail(id: string, why: string): void {
    this.#entries = this.#entries.map((entry) => (entry.id === id ? { ...entry, failed: why } : entry));
    this.#save();
  }

  clear(): void {
    this.#entries = [];
    this.#save();
  }

  #save(): void {
    this.#storage.set("outbox", this.#entries.length ? JSON.stringify(this.#entries) : null);
  }
}

function read(storage: Storage): Pending[] {
  try {
    const found: unknown = JSON.parse(storage.get("outbox") ?? "[]");
    return Array.isArray(found) ? found : [];
  } catch {
    return [];
  }
}
