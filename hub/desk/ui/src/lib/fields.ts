/** Values of data packets as people read, copy and type them. */
import type { Field } from "../api/bots";
import { type Language, localized, type Translate } from "../i18n";

const locales: Record<Language, string> = { en: "en-GB", zh: "zh-CN" };

export const fieldLabel = (field: Field, language: Language): string => localized(field.label ?? {}, language) || field.name;

/** The value in the reader's words; null where nothing is known. */
export function fieldText(field: Field, language: Language, t: Translate): string | null {
  if (field.secret) return t("data.secret");
  const { value, type = "text", unit = "" } = field;
  if (value === null || value === undefined || value === "") return null;
  const shown = localized(field.shown ?? {}, language);
  if (shown) return shown;
  switch (type) {
    case "yes_no":
      return t(value === true || value === "true" || value === "yes" ? "data.yes" : "data.no");
    case "date":
      return dateText(String(value), language);
    case "amount":
      return amountText(Number(value), unit, language);
    default:
      return unit ? `${String(value)} ${unit}` : String(value);
  }
}

function dateText(value: string, language: Language): string {
  const day = new Date(`${value}T00:00:00Z`);
  if (Number.isNaN(day.getTime())) return value;
  return new Intl.DateTimeFormat(locales[language], { dateStyle: "full", timeZone: "UTC" }).format(day);
}

function amountText(value: number, unit: string, language: Language): string {
  if (!/^[A-Z]{3}$/.test(unit)) return `${value} ${unit}`.trim();
  return new Intl.NumberFormat(locales[language], { style: "currency", currency: unit }).format(value);
}

/** Where the value leads: a call, a mail. */
export function fieldLink({ type, value }: Field): string | null {
  if (type === "phone" && value) return `tel:${String(value)}`;
  if (type === "email" && value) return `mailto:${String(value)}`;
  return null;
}
