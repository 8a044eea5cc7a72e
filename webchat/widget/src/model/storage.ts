/** What stays in the browser, per widget key. Works without storage too: then it lasts as long as the page. */
export class Storage {
  readonly #memory = new Map<string, string>();
  readonly #prefix: string;

  constructor(key: string) {
    this.#prefix = `switchboard:${key}:`;
  }

  get(name: string): string | null {
    try {
      return localStorage.getItem(this.#prefix + name);
    } catch {
      return this.#memory.get(name) ?? null;
    }
  }

  set(name: string, value: string | null): void {
    try {
      if (value === null) localStorage.removeItem(this.#prefix + name);
      else localStorage.setItem(this.#prefix + name, value);
    } catch {
      if (value === null) this.#memory.delete(name);
      else this.#memory.set(name, value);
    }
  }
}
