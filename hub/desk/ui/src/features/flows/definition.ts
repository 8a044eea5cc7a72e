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
  return { ...definition, steps, start: definition.start === from ? to : definition.start };
}

const LEADS = new Set(["next", "failed", "missing", "yes", "no", "open", "closed", "otherwise", "answered", "unanswered"]);

function redirected(value: unknown, from: string, to: string, key = ""): unknown {
  if (typeof value === "string") return LEADS.has(key) && value === from ? to : value;
  if (Array.isArray(value)) return value.map((one) => redirected(one, from, to));
  if (isValues(value)) return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, redirected(one, from, to, name)]));
  return value;
}

/** Let a step go on at another: by its main way, or by a new option or case where it has several. */
export function connected(definition: Definition, source: string, target: string): Definition {
  const step = stepsOf(definition)[source];
  if (!step) return definition;
  const languages = languagesOf(definition);
  const named = Object.fromEntries(languages.map((language) => [language, target]));
  switch (step.kind) {
    case "menu":
      return withStep(definition, source, { ...step, options: [...listOf(step.options), { label: named, next: target }] });
    case "branch":
      return withStep(definition, source, { ...step, otherwise: target });
    case "confirm":
      return withStep(definition, source, { ...step, yes: target });
    case "hours":
      return withStep(definition, source, { ...step, open: target });
    case "ask_knowledge":
      return withStep(definition, source, { ...step, answered: target });
    case "queue":
    case "end":
      return definition;
    default:
      return withStep(definition, source, { ...step, next: target });
  }
}

export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** A new step of a kind, with what it cannot do without; ways on lead to a step there is. */
export function blankStep(kind: StepKind, definition: Definition): Values {
  const first = Object.keys(stepsOf(definition))[0] ?? "";
  const filled = kind.keys.filter((key) => key.required).map((key) => [key.name, blank(key, definition, first)]);
  return { kind: kind.kind, ...Object.fromEntries(filled) };
}

function blank(key: StepKey, definition: Definition, first: string): unknown {
  if (key.holds === "step") return first;
  if (key.holds === "text") return Object.fromEntries(languagesOf(definition).map((language) => [language, "…"]));
  if (key.holds === "variable") return Object.keys(isValues(definition.variables) ? definition.variables : {})[0] ?? "";
  if (key.holds.startsWith("list:part")) return [Object.fromEntries(key.keys.filter((one) => one.required).map((one) => [one.name, blank(one, definition, first)]))];
  if (key.holds.startsWith("list")) return [];
  if (key.holds.startsWith("map")) return {};
  if (key.holds === "integer" || key.holds === "number") return 0;
  if (key.holds === "boolean") return false;
  return "";
}
