import { describe, expect, it } from "vitest";
import type { Rows } from "../src/api/conversations";
import { alterRows, belongs, mergeHead, withConversation } from "../src/live/lists";
import { conversation, row } from "./make";

const loaded = (...pages: string[][]): Rows => ({
  pages: pages.map((ids, place) => ({ items: ids.map((id) => row({ id })), next: place + 1 })),
  pageParams: pages.map(() => null),
});
const ids = (rows: Rows) => rows.pages.map((page) => page.items.map((each) => each.conversation.id));

describe("which rows a list has", () => {
  it("follows owner and state of the work", () => {
    expect(belongs(row({ id: "a", agent: "me", work_state: "assigned" }), "mine", {}, "me")).toBe(true);
    expect(belongs(row({ id: "a", agent: "other", work_state: "assigned" }), "mine", {}, "me")).toBe(false);
    expect(belongs(row({ id: "a", work_state: "offered" }), "waiting", {}, "me")).toBe(true);
    expect(belongs(row({ id: "a", work_state: "assigned" }), "waiting", {}, "me")).toBe(false);
    expect(belongs(row({ id: "a", work_state: "parked" }), "parked", {}, "me")).toBe(true);
  });

  it("follows filters, and never shows what was merged away", () => {
    expect(belongs(row({ id: "a", queue: "q1" }), "all", { queue: "q2" }, "me")).toBe(false);
    expect(belongs(row({ id: "a", tags: ["vip"] }), "all", { tag: "vip" }, "me")).toBe(true);
    expect(belongs(row({ id: "a", state: "merged" }), "all", {}, "me")).toBe(false);
  });
});

describe("changes to loaded rows", () => {
  it("leave pages alone that do not have the row", () => {
    const before = loaded(["a"], ["b"]);
    const after = alterRows(before, (each) => (each.conversation.id === "b" ? null : each));
    expect(ids(after)).toEqual([["a"], []]);
    expect(after.pages[0]).toBe(before.pages[0]);
    expect(alterRows(before, (each) => each)).toBe(before);
  });

  it("do not go back to an older revision", () => {
    const known = row({ id: "a", rev: 5, subject: "new" });
    expect(withConversation(known, conversation({ id: "a", rev: 4, subject: "old" }))).toBe(known);
    expect(withConversation(known, conversation({ id: "a", rev: 6, subject: "newer" })).conversation.subject).toBe("newer");
  });

  it("put a new first page over the loaded ones, each row once", () => {
    const head = { items: [row({ id: "new" }), row({ id: "c" }), row({ id: "a" })], next: 9 };
    expect(ids(mergeHead(loaded(["a", "b"], ["c", "d"]), head))).toEqual([["new", "c", "a", "b"], ["d"]]);
  });
});
