import { expect, test } from "vitest";
import type { FlowPicture, StepKind } from "../src/api/flows";
import { type Translate, translate } from "../src/i18n";
import { offersAt } from "../src/features/flows/completion";
import { blankStep, connected, renamed, stepsOf, withStep } from "../src/features/flows/definition";
import { drawn, placed, shapeOf, throughPoints } from "../src/features/flows/layout";
import { stepAtLine } from "../src/features/flows/lines";
import { begun, templates } from "../src/features/flows/templates";
import { changed, fresh, redone, undone } from "../src/features/flows/useUndo";
import { failureText, keyText, outcomeText, problemText } from "../src/features/flows/words";
import { definitionOf } from "../src/features/flows/yamlText";

const en: Translate = (key, variables) => translate("en", key, variables);
const zh: Translate = (key, variables) => translate("zh", key, variables);
const key = (name: string, holds: string, required = false) => ({ name, holds, required, keys: [] });
const KINDS: StepKind[] = [
  { kind: "say", does: "", asks: false, keys: [key("text", "text", true), key("next", "step", true), key("note", "string")] },
  { kind: "collect", does: "", asks: true, keys: [key("variable", "variable", true), key("text", "text", true), key("next", "step", true), key("optional", "boolean")] },
  { kind: "menu", does: "", asks: true, keys: [key("text", "text", true), { ...key("options", "list:part", true), keys: [key("label", "text", true), key("next", "step", true)] }] },
];
const schema = { kinds: KINDS, kindText: (kind: string) => kind, keyText: (name: string) => name };

/** The labels offered where "|" stands. */
function offered(text: string): string[] | null {
  const at = text.indexOf("|");
  return offersAt(text.replace("|", ""), at, schema)?.options.map((option) => option.label) ?? null;
}

const FLOW = `title: {en: A}
start: ask
variables:
  order: {kind: text}
  state:
    kind: text
steps:
  ask:
    kind: collect
    variable: order
    next: bye
  pick:
    kind: menu
    options:
      - next: ask
  bye: {kind: say, text: {en: "Hi {{order}}"}, next: ask}
tests: []
`;

test("what may stand at a place is offered", () => {
  const names = ["ask", "pick", "bye"];
  expect(offered(FLOW.replace("kind: collect", "kind: c|"))).toEqual(["say", "collect", "menu"]);
  expect(offered(FLOW.replace("    next: bye", "    next: b|"))).toEqual(names);
  expect(offered(FLOW.replace("start: ask", "start: |"))).toEqual(names);
  expect(offered(FLOW.replace("    next: bye", "    o|"))).toEqual(["variable", "text", "next", "optional"]);
  expect(offered(FLOW.replace("    next: bye", "    optional: |"))).toEqual(["true", "false"]);
  expect(offered(FLOW.replace("- next: ask", "- n|"))).toEqual(["label", "next"]);
  expect(offered(FLOW.replace("- next: ask", "- next: a|"))).toEqual(names);
  expect(offered(FLOW.replace("{{order}}", "{{o|}}"))).toContain("state");
  expect(offered(FLOW.replace('}, next: ask}', "}, n|}"))).toEqual(["text", "next", "note"]);
  expect(offered(FLOW.replace("    kind: text", "    kind: t|"))).toContain("amount");
  expect(offered(FLOW.replace("tests: []", "t|"))).toContain("tests");
  expect(offered(FLOW.replace('"Hi {{order}}"', '"Hi a|"'))).toBeNull();
});

test("a line belongs to a step", () => {
  const lines = FLOW.split("\n");
  const at = (part: string) => lines.findIndex((line) => line.includes(part)) + 1;
  expect(stepAtLine(FLOW, at("variable: order"))).toBe("ask");
  expect(stepAtLine(FLOW, at("- next"))).toBe("pick");
  expect(stepAtLine(FLOW, at("bye: {"))).toBe("bye");
  expect(stepAtLine(FLOW, at("order: {kind"))).toBeNull();
  expect(stepAtLine(FLOW, at("tests:"))).toBeNull();
});

test("changes are undone and done again; what was typed at once, at once", () => {
  let now = changed(changed(fresh("a"), "ab", 1000), "abc", 1500);
  now = changed(now, "abcd", 9000);
  expect([now.text, undone(now).text, undone(undone(now)).text]).toEqual(["abcd", "abc", "a"]);
  expect(redone(undone(now)).text).toBe("abcd");
  expect(changed(undone(now), "x").future).toEqual([]);
  expect(undone(fresh("a")).text).toBe("a");
});

test("problems are said in the reader's language", () => {
  const problem = { code: "no_step", vars: { name: "aks", close: "ask" }, hint: "close", message: "-", step: "a", key: "options[0].next", line: 1, column: 1, warning: false };
  expect(problemText(en, problem)).toBe("There is no step 'aks'. Did you mean ask?");
  expect(problemText(zh, problem)).toBe("没有步骤“aks”。 您是指 ask 吗？");
  expect(problemText(zh, { ...problem, code: "type_wrong", vars: { wanted: "text|number", got: "list" }, hint: "" })).toBe("应为文本或数字，但写的是列表。");
  expect(problemText(en, { ...problem, code: "newer_than_this_desk", message: "In English." })).toBe("In English.");
  expect(keyText(en, problem.key)).toBe("Options 1 › Goes on at");
  expect(failureText(zh, { code: "ends", vars: { wanted: "end", got: "ask" }, message: "" })).toBe("应在 end 结束，实际在 ask。");
});

test("how a step went is said in the reader's language", () => {
  expect(outcomeText(en, "case 2")).toBe("case 2");
  expect(outcomeText(zh, "case 2")).toBe("第 2 个条件");
  expect(outcomeText(zh, "failed: HTTP 500")).toBe("失败“HTTP 500”");
  expect(outcomeText(en, "not understood: phone")).toBe("not understood: no phone number");
  expect(outcomeText(zh, "done 000000018")).toBe("完成，编号 000000018");
  expect(outcomeText(en, "Orders")).toBe("Orders");
});

test("every template can be begun under a title", () => {
  for (const text of Object.values(templates)) {
    const made = begun(text, "Fabric: samples");
    expect(definitionOf(made)?.title).toEqual({ en: "Fabric: samples", zh: "Fabric: samples" });
    expect(made.split("\n").slice(1)).toEqual(text.split("\n").slice(1));
  }
});

test("a new step comes between the one before and where that went", () => {
  const definition = definitionOf(FLOW)!;
  const say = KINDS[0]!;
  const added = connected(withStep(definition, "hi", blankStep(say, definition, "ask")), "ask", "hi");
  expect(stepsOf(added)["hi"]).toEqual({ kind: "say", text: {}, next: "bye" });
  expect(stepsOf(added)["ask"]?.next).toBe("hi");
  expect(connected(definition, "pick", "bye")).not.toEqual(definition);
  const tested = { ...definition, tests: [{ name: "t", lookups: { ask: 1 }, ends: "ask" }] };
  expect(renamed(tested, "ask", "which").tests).toEqual([{ name: "t", lookups: { which: 1 }, ends: "which" }]);
});

test.each([[12], [150]])("a flow of %i steps is laid out with no box upon another", (count) => {
  const boxes = Array.from({ length: count }, (_, at) => ({
    name: `step_${at}`,
    kind: "menu",
    text: {},
    arrows: [1, 7, 20].map((far, index) => ({ key: `options[${index}].next`, to: `step_${(at + far) % count}`, label: { en: `Way ${index}` }, when: "" })),
  }));
  const picture: FlowPicture = { start: "step_0", boxes };
  const shape = shapeOf(picture, "en", en);
  const { nodes, edges } = drawn(picture, shape, placed(shape), "en", en);
  expect([nodes.length, edges.length]).toEqual([count, 3 * count]);
  for (const one of nodes) {
    const near = nodes.filter((other) => other !== one && Math.abs(other.position.x - one.position.x) < 220 && Math.abs(other.position.y - one.position.y) < 74);
    expect(near).toEqual([]);
  }
  for (const edge of edges) expect(throughPoints(edge.data?.points ?? [])).toMatch(/^M [^N]+$/);
});
