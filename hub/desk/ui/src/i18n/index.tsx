import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Reason } from "../api/types";
import en from "./en.json";
import zh from "./zh.json";

export type Key = keyof typeof en;
export type Language = "en" | "zh";
export type Variables = Record<string, string | number>;
/** Give the text of a key in the reader's language, its {variables} filled in. */
export type Translate = (key: Key, variables?: Variables) => string;

// Typed by en.json: a key missing from another catalogue does not compile.
const catalogues: Record<Language, Record<Key, string>> = { en, zh };
export const languages = Object.keys(catalogues) as Language[];

const STORED = "switchboard.language";

function firstLanguage(): Language {
  const wanted = [localStorage.getItem(STORED) ?? "", ...navigator.languages];
  return wanted.map((tag) => tag.slice(0, 2)).find((tag): tag is Language => tag in catalogues) ?? "en";
}

export const isKey = (key: string): key is Key => key in en;

export function translate(language: Language, key: Key, variables: Variables = {}): string {
  return catalogues[language][key].replace(/\{(\w+)\}/g, (whole, name: string) => String(variables[name] ?? whole));
}

interface I18n {
  language: Language;
  setLanguage: (language: Language) => void;
  t: Translate;
  /** `t` of the language at the time of the call, for what outlives a render. */
  latest: () => Translate;
}

const I18nContext = createContext<I18n | null>(null);

export function I18nProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(firstLanguage);

  useEffect(() => {
    document.documentElement.lang = language === "zh" ? "zh-Hans" : language;
    localStorage.setItem(STORED, language);
  }, [language]);

  const t = useCallback<Translate>((key, variables) => translate(language, key, variables), [language]);
  const current = useRef(t);
  current.current = t;
  const latest = useCallback(() => current.current, []);
  const value = useMemo(() => ({ language, setLanguage, t, latest }), [language, t, latest]);
  return <I18nContext value={value}>{children}</I18nContext>;
}

/** The reader's language, the way to change it, and `t`. */
export function useI18n(): I18n {
  const value = use(I18nContext);
  if (!value) throw new Error("useI18n outside I18nProvider");
  return value;
}

/** Shorthand for the most common need: `const t = useT()`. */
export const useT = (): Translate => useI18n().t;

/** The text for a reason code of the hub; a code newer than this catalogue is shown as words. */
export function codeText(t: Translate, prefix: string, code: string, variables?: Variables): string {
  const key = `${prefix}.${code}`;
  return isKey(key) ? t(key, variables) : code.replaceAll("_", " ");
}

/** Why something went as it did; what the other side said follows in its own words. */
export function whyText(t: Translate, { code, vars, detail }: Reason): string {
  const text = codeText(t, "why", code, vars);
  return detail ? t("app.quoted", { text, quote: detail }) : text;
}

/** "en" of "en-GB": what catalogues and articles are kept in. */
export const baseLanguage = (tag: string): string => tag.split("-")[0] ?? "";

/** The text in the reader's language of something written in several. */
export const localized = (texts: Record<string, string>, language: string): string =>
  texts[language] || texts[baseLanguage(language)] || texts["en"] || Object.values(texts)[0] || "";
