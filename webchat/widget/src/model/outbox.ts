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
  /** The server has it; shown until its own frame comes. */
  stored?: boolean;
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

  /** The server has it for good: it need not be kept here any more. */
  stored(id: string): void {
    this.#entries = this.#entries.map((entry) => (entry.id === id ? { ...entry, stored: true } : entry));
    this.#save();
  }

  clear(): void {
    this.#entries = [];
    this.#save();
  }

  #save(): void {
    const kept = this.#entries.filter((entry) => !entry.stored);
    this.#storage.set("outbox", kept.length ? JSON.stringify(kept) : null);
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
