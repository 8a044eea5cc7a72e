/** What may be written at a place of a flow's text: kinds of steps, their keys, names of steps and variables. */
import type { StepKey, StepKind } from "../../api/flows";

export interface Offer {
  label: string;
  detail?: string;
  /** What is put there, if it is not the label alone. */
  apply?: string;
}

export interface Offered {
  /** Where what is to be replaced begins. */
  from: number;
  options: Offer[];
}

interface Schema {
  kinds: StepKind[];
  /** What a kind and a key are called in the reader's language. */
  kindText: (kind: string) => string;
  keyText: (key: string) => string;
}

const HEAD = ["title", "languages", "timezone", "region", "start", "interrupt", "variables", "steps", "tests"];
const VARIABLE = ["kind", "label", "secret", "initial", "choices", "unit"];
const HOLDS = ["text", "number", "amount", "date", "phone", "email", "yes_no", "choice"];
const BUILT_IN = ["today", "now", "channel", "language", "contact.name"];

/** The offers at a place, or null where anything may stand. */
export function offersAt(text: string, at: number, schema: Schema): Offered | null {
  const start = text.lastIndexOf("\n", at - 1) + 1;
  const line = text.slice(start, at);
  const word = /[\w.]*$/.exec(line)?.[0] ?? "";
  const from = at - word.length;
  if (/\{\{[^}]*$/.test(line)) return { from, options: [...namesUnder(text, "variables"), ...BUILT_IN].map((label) => ({ label })) };
  const where = placeOf(text, start, line);
  const key = /(?:^|[\s{,-])([\w]+):\s+[\w]*$/.exec(line)?.[1];
  if (key) return valueOffers(text, key, where, from, schema);
  if (/(?:^\s*(?:- )?|[{,]\s*)\w*$/.test(line) && !/:\s*\w*$/.test(line)) return keyOffers(where, from, schema);
  return null;
}

interface Where {
  /** The keys around, outermost first. */
  path: string[];
  kind?: string;
}

function valueOffers(text: string, key: string, { path, kind }: Where, from: number, { kinds, kindText }: Schema): Offered | null {
  if (key === "kind" && path[0] === "variables") return { from, options: HOLDS.map((label) => ({ label })) };
  if (key === "kind") return { from, options: kinds.map((each) => ({ label: each.kind, detail: kindText(each.kind) })) };
  if (key === "start" && path.length === 0) return { from, options: namesUnder(text, "steps").map((label) => ({ label })) };
  const spec = keysAt(kinds, path, kind).find((each) => each.name === key);
  if (spec?.holds === "step") return { from, options: namesUnder(text, "steps").map((label) => ({ label })) };
  if (spec?.holds === "boolean") return { from, options: [{ label: "true" }, { label: "false" }] };
  if (spec?.holds === "variable" || spec?.holds === "expression") return { from, options: [...namesUnder(text, "variables"), ...BUILT_IN].map((label) => ({ label })) };
  return null;
}

function keyOffers({ path, kind }: Where, from: number, { kinds, keyText }: Schema): Offered | null {
  if (path.length === 0) return { from, options: HEAD.map((label) => ({ label, apply: `${label}: ` })) };
  if (path[0] === "variables" && path.length === 2) return { from, options: VARIABLE.map((label) => ({ label, apply: `${label}: ` })) };
  if (path[0] !== "steps" || path.length < 2) return null;
  const keys = keysAt(kinds, path, kind).map(({ name, required }) => ({ label: name, detail: `${keyText(name)}${required ? " *" : ""}`, apply: `${name}: ` }));
  return keys.length > 0 || !kind ? { from, options: kind ? keys : [{ label: "kind", apply: "kind: " }] } : null;
}

/** The keys that may stand at a place within a step. */
function keysAt(kinds: StepKind[], path: string[], kind?: string): StepKey[] {
  let keys = kinds.find((each) => each.kind === kind)?.keys ?? [];
  for (const name of path.slice(2)) keys = keys.find((each) => each.name === name)?.keys ?? [];
  return keys;
}

/** The keys around a place, by how far lines are indented, and within the braces of its own line. */
function placeOf(text: string, start: number, line: string): Where {
  const above = text.slice(0, start).split("\n").slice(0, -1);
  let indent = /^[\s-]*/.exec(line)![0].length;
  const path: string[] = [];
  for (const each of above.toReversed()) {
    const [, lead = "", key] = /^([\s-]*)([\w]+):\s*(?:[#|>].*)?$/.exec(each) ?? [];
    if (key && lead.length < indent) {
      path.unshift(key);
      indent = lead.length;
    }
  }
  path.push(...openBraces(line));
  const step = path[0] === "steps" ? path[1] : undefined;
  return { path, kind: step ? kindOf(text, step) : undefined };
}

/** The keys whose braces are still open at the end of a line. */
function openBraces(line: string): string[] {
  const open: string[] = [];
  for (const { 0: mark, 1: key } of line.replaceAll(/\{\{.*?\}\}/g, "").matchAll(/(\w+):\s*\{|\{|\}/g)) {
    if (mark === "}") open.pop();
    else open.push(key ?? "");
  }
  return open.filter(Boolean);
}

function kindOf(text: string, step: string): string | undefined {
  const found = new RegExp(`^  ${step}:[^\\n]*(?:\\n(?: {4,}| *#| *$)[^\\n]*)*`, "m").exec(text)?.[0] ?? "";
  return /(?:^ {4}|\{\s*|,\s*)kind:\s*(\w+)/m.exec(found)?.[1];
}

/** The names written under a key at the left margin. */
export function namesUnder(text: string, key: string): string[] {
  const block = new RegExp(`^${key}:[^\\n]*\\n((?:[ #][^\\n]*\\n?|\\n)*)`, "m").exec(text)?.[1] ?? "";
  const indent = /^( +)\w/m.exec(block)?.[1] ?? "  ";
  return [...block.matchAll(new RegExp(`^${indent}(\\w+):`, "gm"))].map((found) => found[1]!);
}
