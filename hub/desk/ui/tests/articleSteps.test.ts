/** Who is offered which step of an article's life. */
import { describe, expect, test } from "vitest";
import type { Article, KnowledgePolicy } from "../src/api/types";
import { stepsOf } from "../src/features/knowledge/steps";

const article = (change: Partial<Article>): Article =>
  ({ state: "draft", revision: 1, published: null, authors: ["eva"], ...change }) as Article;
const strict = { review_required: true, separate_reviewer: true } as KnowledgePolicy;
const free = { review_required: false, separate_reviewer: false } as KnowledgePolicy;
const editor = { policy: strict, me: "kai", mayEdit: true, mayPublish: true, due: false };
const main = (of: Article, who = editor) => stepsOf(of, who).filter((step) => step.main).map((step) => step.name);

describe("the steps of an article", () => {
  test("a draft goes to review where one is required, else to customers", () => {
    expect(main(article({}))).toEqual(["submit"]);
    expect(main(article({}), { ...editor, policy: free })).toEqual(["publish"]);
    expect(main(article({}), { ...editor, policy: free, mayPublish: false })).toEqual(["submit"]);
  });

  test("a colleague reviews, its author is barred", () => {
    const reviewed = article({ state: "in_review" });
    expect(main(reviewed)).toEqual(["request-changes", "approve"]);
    expect(stepsOf(reviewed, { ...editor, me: "eva" }).find((step) => step.name === "approve")?.barred).toBe(true);
    expect(main(reviewed, { ...editor, me: "eva" })).toEqual(["withdraw", "approve"]);
    expect(main(reviewed, { ...editor, mayPublish: false })).toEqual(["withdraw"]);
  });

  test("what is approved is published now or later", () => {
    expect(main(article({ state: "approved" }))).toEqual(["schedule", "publish"]);
  });

  test("an edit of a live article can be discarded, a live one taken back", () => {
    const names = stepsOf(article({ published: 1, revision: 2 }), editor).map((step) => step.name);
    expect(names).toEqual(expect.arrayContaining(["discard", "unpublish", "archive"]));
  });

  test("who only reads is offered nothing", () => {
    for (const state of ["draft", "in_review", "published", "archived"] as const) {
      expect(stepsOf(article({ state }), { ...editor, mayEdit: false, mayPublish: false })).toEqual([]);
    }
  });
});
