/** Moments and spans as people read them. */
import type { Language } from "../i18n";

const locales: Record<Language, string> = { en: "en-GB", zh: "zh-CN" };
const formats = new Map<string, Intl.DateTimeFormat>();

function format(language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = language + JSON.stringify(options);
  let found = formats.get(key);
  if (!found) formats.set(key, (found = new Intl.DateTimeFormat(locales[language], options)));
  return found;
}

export const clockTime = (moment: string, language: Language) =>
  format(language, { hour: "2-digit", minute: "2-digit" }).format(new Date(moment));

export const dayName = (moment: string, language: Language) =>
  format(language, { weekday: "long", day: "numeric", month: "long", year: "numeric" }).format(new Date(moment));

export const fullTime = (moment: string, language: Language) =>
  format(language, { dateStyle: "medium", timeStyle: "short" }).format(new Date(moment));

/** Short form for lists: time today, else day and month, else year too. */
export function shortTime(moment: string, language: Language, nowSeconds: number): string {
  const then = new Date(moment);
  const today = new Date(nowSeconds * 1000);
  if (then.toDateString() === today.toDateString()) return clockTime(moment, language);
  const sameYear = then.getFullYear() === today.getFullYear();
  return format(language, { day: "numeric", month: "short", year: sameYear ? undefined : "2-digit" }).format(then);
}

/** 0:42, 12:07, 3:05:12, and from two days on "3 d". */
export function span(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const days = Math.floor(whole / 86_400);
  if (days >= 2) return `${days} d`;
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = String(whole % 60).padStart(2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

export const secondsSince = (moment: string, nowSeconds: number) => nowSeconds - Date.parse(moment) / 1000;

/** A size as people read it, in powers of 1000. */
export function bytes(size: number): string {
  if (size < 1000) return `${size} B`;
  if (size < 1_000_000) return `${Math.round(size / 1000)} kB`;
  return `${(size / 1_000_000).toFixed(1)} MB`;
}
