/**
 * What a text becomes as SMS (3GPP TS 23.038, 23.040), as channels/sms/text.py reckons it: a text of the GSM alphabet
 * has 160 septets in one SMS and 153 in each of several, and characters of its extension table take two that stay
 * together; any other text has 70 UTF-16 units in one and 67 in each of several. tests/data/sms_parts.json holds both
 * to the same numbers.
 */
const BASIC = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const EXTENSION = new Set("\f^{}\\[~]|€");
const ONE = { gsm: 160, ucs2: 70 } as const;
const EACH = { gsm: 153, ucs2: 67 } as const;

const STRAIGHT: [string, string][] = [
  ["‘’‚‛′´`", "'"],
  ["“”„‟″", '"'],
  ["‐‑‒–—―−", "-"],
  ["\u00a0\u2007\u2009\u202f", " "],
  ["…", "..."],
  ["•", "-"],
  ["ç", "Ç"],
];
const straight = new Map(STRAIGHT.flatMap(([odd, plain]) => [...odd].map((char) => [char, plain] as const)));
const isGsm = (text: string) => [...text].every((char) => BASIC.has(char) || EXTENSION.has(char));

/** Typographic quotes, dashes and spaces as plain ones, if the text then fits the GSM alphabet. */
export function straightened(text: string): string {
  const plainer = [...text].map((char) => straight.get(char) ?? char).join("");
  return isGsm(plainer) ? plainer : text;
}

export interface SmsSize {
  alphabet: "gsm" | "ucs2";
  parts: number;
  /** Septets or UTF-16 units of the whole. */
  units: number;
  /** Free in the last part. */
  left: number;
  /** The first character that is not of the GSM alphabet: what makes the message shorter and dearer. */
  odd: string;
}

function widthIn(alphabet: SmsSize["alphabet"], char: string): number {
  if (alphabet === "ucs2") return char.length;
  return EXTENSION.has(char) ? 2 : 1;
}

/** Count the parts of a text; an empty one is one empty SMS. */
export function smsSize(text: string): SmsSize {
  const chars = [...text.replace(/\r\n?/g, "\n")];
  const odd = chars.find((char) => !BASIC.has(char) && !EXTENSION.has(char)) ?? "";
  const alphabet = odd ? "ucs2" : "gsm";
  const units = chars.reduce((sum, char) => sum + widthIn(alphabet, char), 0);
  if (units <= ONE[alphabet]) return { alphabet, parts: 1, units, left: ONE[alphabet] - units, odd };
  let parts = 1;
  let taken = 0;
  for (const char of chars) {
    const width = widthIn(alphabet, char);
    if (taken + width > EACH[alphabet]) {
      parts += 1;
      taken = 0;
    }
    taken += width;
  }
  return { alphabet, parts, units, left: EACH[alphabet] - taken, odd };
}
