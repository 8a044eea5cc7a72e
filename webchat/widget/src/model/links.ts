import type { FileView, Message } from "./protocol";

const LASTS = 50 * 60_000;

/** Download addresses of files; the hub's are good for an hour. */
export class Links {
  readonly #base: string;
  readonly #ask: (message: string, file: string) => void;
  readonly #known = new Map<string, { url: string; until: number }>();
  readonly #waiting = new Map<string, (url: string) => void>();

  constructor(base: string, ask: (message: string, file: string) => void) {
    this.#base = base;
    this.#ask = ask;
  }

  /** An address that still works, at once if there is one. */
  of(file: FileView): string | null {
    const link = this.#known.get(file.id);
    return link && link.until > Date.now() ? link.url : null;
  }

  fresh(message: Message, file: FileView): Promise<string> {
    return new Promise((resolve) => {
      this.#waiting.set(file.id, resolve);
      this.#ask(message.id, file.id);
    });
  }

  keepAll(messages: Message[]): void {
    for (const message of messages) for (const file of message.files) this.#keep(file.id, file.url);
  }

  /** Take an address that was asked for. */
  came(file: string, path: string): void {
    const url = this.#keep(file, path);
    this.#waiting.get(file)?.(url);
    this.#waiting.delete(file);
  }

  #keep(file: string, path: string): string {
    const url = this.#base + path;
    this.#known.set(file, { url, until: Date.now() + LASTS });
    return url;
  }
}
