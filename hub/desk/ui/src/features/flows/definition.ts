/** Changes to a flow's plain values, as the diagram makes them. Nothing is changed in place. */
import type { Definition, StepKey, StepKind } from "../../api/flows";

export type Values = Record<string, unknown>;

export const isValues = (value: unknown): value is Values => typeof value === "object" && value !== null && !Array.isArray(value);

export const stepsOf = (definition: Definition): Record<string, Values> =>
  Object.fromEntries(
    Object.entries(isValues(definition.steps) ? definition.steps : {}).filter((entry): entry is [string, Values] => isValues(entry[1])),
  );

export const languagesOf = (definition: Definition): string[] =>
  Array.isArray(definition.languages) ? definition.languages.map(String) : ["en", "zh"];

export const variablesOf = (definition: Definition): Record<string, Values> =>
  Object.fromEntries(Object.entries(isValues(definition.variables) ? definition.variables : {}).map(([name, spec]) => [name, isValues(spec) ? spec : {}]));

/** Set a variable; without `spec` it is taken away. */
export function withVariable(definition: Definition, name: string, spec?: Values): Definition {
  const { [name]: _, ...others } = variablesOf(definition);
  return { ...definition, variables: spec ? { ...variablesOf(definition), [name]: spec } : others };
}

export const withStep = (definition: Definition, name: string, step: Values): Definition => ({
  ...definition,
  steps: { ...stepsOf(definition), [name]: step },
});

/** Remove a step; what led to it is left, and shown as a problem to be mended. */
export function withoutStep(definition: Definition, name: string): Definition {
  const { [name]: _, ...steps } = stepsOf(definition);
  return { ...definition, steps };
}

/** Give a step another name, also wherever something leads to it. */
export function renamed(definition: Definition, from: string, to: string): Definition {
  const steps = Object.fromEntries(
    Object.entries(stepsOf(definition)).map(([name, step]) => [name === from ? to : name, redirected(step, from, to) as Values]),
  );
  const whole: Definition = { ...definition, steps, start: definition.start === from ? to : definition.start };
  return Array.isArray(definition.tests) ? { ...whole, tests: definition.tests.map((test: unknown) => retold(test, from, to)) } : whole;
}

/** A test of the flow, with the step's new name. */
function retold(test: unknown, from: string, to: string): unknown {
  if (!isValues(test)) return test;
  const ended = test.ends === from ? { ...test, ends: to } : test;
  if (!isValues(test.lookups)) return ended;
  return { ...ended, lookups: Object.fromEntries(Object.entries(test.lookups).map(([name, value]) => [name === from ? to : name, value])) };
}

const LEADS = new Set(["next", "failed", "missing", "yes", "no", "open", "closed", "otherwise", "answered", "unanswered"]);

function redirected(value: unknown, from: string, to: string, key = ""): unknown {
  if (typeof value === "string") return LEADS.has(key) && value === from ? to : value;
  if (Array.isArray(value)) return value.map((one) => redirected(one, from, to));
  if (isValues(value)) return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, redirected(one, from, to, name)]));
  return value;
}

/** The key by which a step mainly goes on; a menu goes on by its options, and some never do. */
const MAIN: Record<string, string | null> = { branch: "otherwise", confirm: "yes", hours: "open", ask_knowledge: "answered", menu: null, queue: null, end: null };

function mainKey(step: Values | undefined): string | null {
  const key = MAIN[String(step?.kind)];
  return key === undefined ? "next" : key;
}

/** Whether an arrow may begin at a step. */
export const mayConnect = (step: Values | undefined): boolean => step?.kind === "menu" || mainKey(step) !== null;

/** Let a step go on at another: by its main way, or by a new option of a menu. */
export function connected(definition: Definition, source: string, target: string): Definition {
  const step = stepsOf(definition)[source];
  if (!step || !mayConnect(step)) return definition;
  const key = mainKey(step);
  if (key) return withStep(definition, source, { ...step, [key]: target });
  const label = Object.fromEntries(languagesOf(definition).map((language) => [language, target]));
  return withStep(definition, source, { ...step, options: [...listOf(step.options), { label, next: target }] });
}

export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** A new step of a kind, with what it cannot do without; it goes on where the step before it went. */
export function blankStep(kind: StepKind, definition: Definition, after?: string): Values {
  const steps = stepsOf(definition);
  const before = after ? steps[after] : undefined;
  const onward = String(before?.[mainKey(before) ?? ""] ?? Object.keys(steps)[0] ?? "");
  const filled = kind.keys.filter((key) => key.required).map((key) => [key.name, blank(key, definition, onward)]);
  return { kind: kind.kind, ...Object.fromEntries(filled) };
}

function blank(key: StepKey, definition: Definition, onward: string): unknown {
  if (key.holds === "step") return onward;
  if (key.holds === "text") return {}; // said to be missing until it is written
  if (key.holds === "variable") return Object.keys(variablesOf(definition))[0] ?? "";
  if (key.holds.startsWith("list:part")) return [Object.fromEntries(key.keys.filter((one) => one.required).map((one) => [one.name, blank(one, definition, onward)]))];
  if (key.holds.startsWith("list")) return [];
  if (key.holds.startsWith("map")) return {};
  if (key.holds === "integer" || key.holds === "number") return 0;
  if (key.holds === "boolean") return false;
  return "";
}
