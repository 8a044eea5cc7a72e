import en from "./en.json";
import zh from "./zh.json";

export type Key = keyof typeof en;

const CATALOGUES: Record<string, Record<string, string>> = { en, zh };

export const LANGUAGES: ReadonlyArray<{ code: string; name: string }> = [
  { code: "en", name: "English" },
  { code: "zh", name: "中文" },
];

/** Words, times and sizes in the customer's language. */
export class Words {
  readonly #catalogue: Record<string, string>;
  readonly language: string;

  constructor(language: string) {
    this.language = language;
    this.#catalogue = CATALOGUES[base(language)] ?? en;
  }

  t(key: Key, vars: Record<string, string | number> = {}): string {
    return fill(this.#catalogue[key] ?? en[key], vars);
  }

  /** The text of a key that came from the server, or null when this widget does not know it. */
  find(key: string, vars: Record<string, string> = {}): string | null {
    const text = this.#catalogue[key];
    return text === undefined ? null : fill(text, vars);
  }

  time(at: Date): string {
    return new Intl.DateTimeFormat(this.language, { hour: "2-digit", minute: "2-digit" }).format(at);
  }

  day(at: Date, now = new Date()): string {
    const days = Math.round((midnight(now) - midnight(at)) / 86_400_000);
    if (days === 0) return this.t("today");
    if (days === 1) return this.t("yesterday");
    const year = at.getFullYear() === now.getFullYear() ? undefined : "numeric";
    return new Intl.DateTimeFormat(this.language, { weekday: "long", day: "numeric", month: "long", year }).format(at);
  }

  moment(at: Date, now = new Date()): string {
    const sameDay = midnight(at) === midnight(now);
    const soon = midnight(at) - midnight(now) < 6 * 86_400_000;
    const day = sameDay ? {} : soon ? { weekday: "long" as const } : { day: "numeric" as const, month: "long" as const };
    return new Intl.DateTimeFormat(this.language, { ...day, hour: "2-digit", minute: "2-digit" }).format(at);
  }

  size(bytes: number): string {
    const [value, unit] = bytes < 1024 ? [bytes, "B"] : bytes < 1 << 20 ? [bytes / 1024, "kB"] : [bytes / (1 << 20), "MB"];
    return `${new Intl.NumberFormat(this.language, { maximumFractionDigits: value < 10 ? 1 : 0 }).format(value)} ${unit}`;
  }
}

/** The language to begin with: what the page says, else what the browser prefers. */
export function choose(wanted: string | null | undefined): string {
  for (const language of [wanted ?? "", ...navigator.languages]) {
    if (CATALOGUES[base(language)]) return language;
  }
  return "en";
}

export function base(language: string): string {
  return (language.split("-")[0] ?? "").toLowerCase();
}

function fill(text: string, vars: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (all, name: string) => String(vars[name] ?? all));
}

function midnight(at: Date): number {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
}
