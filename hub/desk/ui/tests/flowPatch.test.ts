import { expect, test } from "vitest";
import type { Definition } from "../src/api/flows";
import { connected, renamed, stepsOf, type Values, withoutStep, withStep } from "../src/features/flows/definition";
import { patched } from "../src/features/flows/patch";
import { definitionOf, wholeText } from "../src/features/flows/yamlText";

const FLOW = `# Orders, by Eva
title: {en: Orders, zh: 订单}   # shown in lists

languages: [en, zh]
start: ask  # the first question
variables:
  order: {kind: text, label: {en: Order, zh: 订单}}
steps:
  # Which order is it?
  ask:
    kind: collect
    variable: order
    text:
      en: "Which order?"   # short
      zh: 哪个订单？
    tries: 3

    next: bye

  # Said at the end
  bye: {kind: end, text: {en: 'Bye', zh: 再见}}  # polite
  menu:
    kind: menu
    text: {en: What now?, zh: 请选择}
    options:
      - label: {en: Orders, zh: 订单}   # most want this
        next: ask
      # leaving
      - {label: {en: Leave, zh: 离开}, next: bye}
tests:
  - name: one
    turns: [{user: "0800", says: [no]}]
`;

const definition = () => definitionOf(FLOW) as Definition;
const step = (name: string) => stepsOf(definition())[name] as Values;
const change = (name: string, changes: Values) => patched(FLOW, withStep(definition(), name, { ...step(name), ...changes }));

test("plain values are read as the hub reads them", () => {
  expect(definitionOf("a: no\nb: 0800\nc: true\nd:\ne: ~\nf: -1.50\ng: 012\nh: 1e3\ni: 0x1F")).toEqual({
    a: "no", b: "0800", c: true, d: null, e: null, f: -1.5, g: "012", h: "1e3", i: "0x1F",
  });
  expect(definitionOf("a: [")).toBeNull();
});

test("what is as it was is not touched", () => {
  expect(patched(FLOW, definition())).toBe(FLOW);
});

test.each<[string, Values, string, string]>([
  ["ask", { tries: 2 }, "tries: 3", "tries: 2"],
  ["ask", { next: "menu" }, "next: bye\n\n", "next: menu\n\n"],
  ["ask", { text: { en: "Which one?", zh: "哪个订单？" } }, '"Which order?"', '"Which one?"'],
  ["ask", { text: { en: "Hello\nyou", zh: "哪个订单？" } }, '"Which order?"', '"Hello\\nyou"'],
  ["ask", { text: { en: "Which order?", zh: "一\n二" } }, "zh: 哪个订单？", "zh: |-\n        一\n        二"],
  ["bye", { text: { en: "See you, then", zh: "再见" } }, "'Bye'", "'See you, then'"],
  ["bye", { text: { en: "Bye", zh: "再见, 好" } }, "zh: 再见}}", 'zh: "再见, 好"}}'],
  ["bye", { close: false }, "zh: 再见}}", "zh: 再见}, close: false}"],
  ["ask", { optional: true }, "    next: bye\n", "    next: bye\n    optional: true\n"],
  ["ask", { retry: { en: "Pardon?", zh: "啊？" } }, "    next: bye\n", "    next: bye\n    retry: {en: Pardon?, zh: 啊？}\n"],
])("one field of %s: %j", (name, changes, old, now) => {
  expect(change(name, changes)).toBe(FLOW.replace(old, now));
});

test("a field is taken away with its line, in braces with its comma", () => {
  const { tries: _, ...rest } = step("ask");
  expect(patched(FLOW, withStep(definition(), "ask", rest))).toBe(FLOW.replace("    tries: 3\n", ""));
  const { text: __, ...bye } = step("bye");
  expect(patched(FLOW, withStep(definition(), "bye", bye))).toBe(FLOW.replace(", text: {en: 'Bye', zh: 再见}", ""));
});

test("options come, go and change alone", () => {
  const more = patched(FLOW, connected(definition(), "menu", "menu"));
  expect(more).toBe(FLOW.replace("next: bye}\ntests", "next: bye}\n      - label: {en: menu, zh: menu}\n        next: menu\ntests"));
  const [first, second] = step("menu").options as Values[];
  expect(change("menu", { options: [second] })).toBe(
    FLOW.replace(/ {6}- label[^\n]*\n[^\n]*\n/, ""),
  );
  expect(change("menu", { options: [first] })).toBe(FLOW.replace(/ {6}# leaving\n[^\n]*\n/, ""));
  expect(change("menu", { options: [first, { ...second, key: "0" }] })).toBe(FLOW.replace("离开}, next: bye}", '离开}, next: bye, key: "0"}'));
});

test("steps are added at the end, renamed in place and removed with the comment above", () => {
  const added = patched(FLOW, withStep(definition(), "hello", { kind: "say", text: { en: "Hi", zh: "好" }, next: "ask" }));
  expect(added).toBe(FLOW.replace("\ntests:", "\n  hello:\n    kind: say\n    text: {en: Hi, zh: 好}\n    next: ask\ntests:"));
  expect(patched(FLOW, renamed(definition(), "ask", "which"))).toBe(
    FLOW.replace("start: ask ", "start: which ").replace("  ask:", "  which:").replace("next: ask\n", "next: which\n"),
  );
  expect(patched(FLOW, withoutStep(definition(), "bye"))).toBe(FLOW.replace(/ {2}# Said[^\n]*\n[^\n]*\n/, ""));
});

test("what is no map is written anew", () => {
  expect(definitionOf(patched("[]", definition()))).toEqual(definition());
  expect(definitionOf(patched("", definition()))).toEqual(definition());
});

// Any change, to flows as people write them: the values are right, and the comments are still there.
const flows = Object.values(import.meta.glob<string>("../../../demo/flows/*.yaml", { query: "?raw", import: "default", eager: true }));
const ODD = ["a: b", "x, y", "- z", "# no", "yes", "no", "012", "12", "1.5", "true", "", " lead", "tail ", "a\nb", "a\n\nb\n", "{{x}}", "'q'", '"q"', "好：的", "*", "&a", "!t", "%", "@", "`", "?", "a? b", "[", "a #b", "😀", "null", "~", "|", ">", "a:b", "http://x/?a=1&b={c}"];

function random(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** The same values but for one place. */
function shaken(value: unknown, pick: (below: number) => number): unknown {
  const odd = () => ODD[pick(ODD.length)];
  const isPlain = typeof value !== "object" || value === null || Object.keys(value).length === 0;
  if (isPlain) return [odd(), pick(50), true, null, { en: odd(), x: [1, { y: "a, b" }] }, [], [odd(), odd()]][pick(7)];
  if (Array.isArray(value)) {
    const at = pick(value.length + 1);
    if (at === value.length || pick(4) === 0) return value.toSpliced(at, pick(2), odd());
    return value.toSpliced(at, 1, ...(pick(6) === 0 ? [] : [shaken(value[at], pick)]));
  }
  const entries = Object.entries(value);
  const at = pick(entries.length);
  const [name, inner] = entries[at] as [string, unknown];
  const how = pick(8);
  if (how === 0) return Object.fromEntries(entries.toSpliced(at, 1));
  if (how === 1) return Object.fromEntries(entries.toSpliced(at, 0, [`new ${pick(9)}`, pick(2) ? odd() : { en: odd(), zh: "好" }]));
  if (how === 2) return Object.fromEntries(entries.with(at, [`other${pick(9)}`, inner]));
  return Object.fromEntries(entries.with(at, [name, shaken(inner, pick)]));
}

test("any change gives its values", () => {
  const pick = random(7);
  expect(flows.length).toBeGreaterThan(3);
  for (let round = 0; round < 60; round++) {
    const text = `# kept\n${flows[round % flows.length]}`;
    const wanted = shaken(shaken(definitionOf(text), pick), pick) as Definition;
    const result = patched(text, wanted);
    expect(definitionOf(result)).toEqual(wanted);
    expect(result.startsWith("# kept\n"), `round ${round}`).toBe(true);
    expect(definitionOf(wholeText(wanted))).toEqual(wanted);
  }
});
