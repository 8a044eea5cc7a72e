/** Nothing of an article's Markdown is lost in the rich text editor. */
import { MarkdownManager } from "@tiptap/markdown";
import { describe, expect, test } from "vitest";
import articles from "../../../demo/articles.jsonl?raw";
import { escaped, extensions } from "../src/features/knowledge/extensions";

const manager = new MarkdownManager({ extensions, indentation: { style: "space", size: 2 } });
const through = (markdown: string) => manager.serialize(manager.parse(markdown)).trim();

const same = [
  "# Title\n\n## Section\n\nText **bold** *italic* ~~gone~~ `code` [link](https://a.example/x?a=1_2).",
  "- a\n- b\n  - c\n  - d\n- e",
  "1. one\n2. two\n   - x\n3. three",
  "3. three\n4. four",
  "> quote **b**\n> second\n>\n> paragraph",
  "```js\nconst a = 1 < 2;\n```",
  "Text ![A chair](/kb/images/01J00000000000000000000000) more",
  "line one\nline two",
  "hard  \nbreak",
  "---",
  "1\\. no list\n\n\\# no heading\n\n\\- no list\n\n\\*no stars\\*",
  "**我的账户 → 订单**：可以。",
];

describe("the rich text editor", () => {
  test.each(same)("gives back %j", (markdown) => {
    expect(through(markdown)).toBe(markdown);
  });

  test("gives back tables, with their columns lined up", () => {
    const table = "| Country | Cost |\n| :-- | --: |\n| Germany | **€9** |\n| a \\| b | 2 |";
    const once = through(table);
    expect(once.replace(/ +/g, " ").replace(/-+/g, "--")).toBe(table);
    expect(through(once)).toBe(once);
  });

  test("gives back the demo company's articles", () => {
    const lines = articles.trim().split("\n");
    expect(lines.length).toBeGreaterThan(20);
    for (const line of lines) {
      const { body } = JSON.parse(line) as { body: string };
      const once = through(body);
      expect(once.replace(/ +/g, " ").replace(/-{2,}/g, "--")).toBe(body.trim().replace(/ +/g, " ").replace(/-{2,}/g, "--"));
    }
  });

  test("keeps what only looks like a mark as text", () => {
    expect(escaped("1. a\n- b\n#c\n# d\n2024.5")).toBe("1\\. a\n\\- b\n#c\n\\# d\n2024.5");
  });
});
