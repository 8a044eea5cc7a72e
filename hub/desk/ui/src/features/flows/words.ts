/** Flows in the reader's language: problems, why tests fail, kinds of steps, keys, and how a step went. */
import type { FlowFailure, FlowProblem } from "../../api/flows";
import { codeText, isKey, type Translate } from "../../i18n";

const TYPED = new Set(["wanted", "got"]);

/** What is wrong, and what may help. Several types are written with "|" between them. */
export function problemText(t: Translate, { code, vars = {}, hint, message }: FlowProblem): string {
  if (!isKey(`flowProblem.${code}`)) return message;
  const types = (codes: string) => codes.split("|").map((one) => codeText(t, "flowType", one)).join(t("flowType.or"));
  const said = Object.fromEntries(Object.entries(vars).map(([name, value]) => [name, TYPED.has(name) ? types(value) : value]));
  const sentence = codeText(t, "flowProblem", code, said);
  return hint ? `${sentence} ${codeText(t, "flowHint", hint, said)}` : sentence;
}

export const failureText = (t: Translate, { code, vars, message }: FlowFailure): string =>
  isKey(`flowFailure.${code}`) ? codeText(t, "flowFailure", code, vars) : message;

/** What a kind of step is called: "Ask" for collect. */
export const kindText = (t: Translate, kind: string): string => codeText(t, "flows.kind", kind);

/** What a key of a step is called, also "options[0].next" and "label.en" of a problem. */
export function keyText(t: Translate, key: string): string {
  return key
    .split(".")
    .map((part) => {
      const [, name = part, index] = /^(\w+)(?:\[(\d+)\])?$/.exec(part) ?? [];
      const told = codeText(t, "flows.key", name);
      return index === undefined ? told : `${told} ${Number(index) + 1}`;
    })
    .join(" › ");
}

const NUMBERED = /^(case|key|done) (.+)$/;

/** How a step went, as its trace has it: a word, a word with a number, or a word with what the other side said. */
export function outcomeText(t: Translate, outcome: string): string {
  const [, word = "", detail] = /^(.*?)(?:: (.*))?$/s.exec(outcome) ?? [];
  const [, stem = word, number] = NUMBERED.exec(word) ?? [];
  const key = `flows.outcome.${stem.replaceAll(" ", "_")}${number === undefined ? "" : "_number"}`;
  if (!isKey(key)) return outcome;
  const text = t(key, { number: number ?? "" });
  const why = `flows.misunderstood.${detail}`;
  if (isKey(why)) return `${text}: ${t(why)}`;
  return detail ? t("app.quoted", { text, quote: detail }) : text;
}
