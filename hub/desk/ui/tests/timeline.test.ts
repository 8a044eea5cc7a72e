import { describe, expect, it } from "vitest";
import type { Timeline } from "../src/api/conversations";
import { dropMessage, messagesOf, putMessage } from "../src/live/timeline";
import { message } from "./make";

const loaded = (...pages: string[][]): Timeline => ({
  pages: pages.map((ids) => ({ items: ids.map((id) => message({ id, seq: Number(id) })), mails: [], next: null })),
  pageParams: pages.map(() => null),
});
const ids = (timeline: Timeline) => messagesOf(timeline).map((each) => each.id);

describe("a loaded timeline", () => {
  it("is in order, however pages and messages came", () => {
    expect(ids(putMessage(loaded(["7", "8"], ["3", "5"]), message({ id: "6", seq: 6 })))).toEqual(["3", "5", "6", "7", "8"]);
  });

  it("shows a message once that comes by answer and by socket", () => {
    const author = { kind: "agent" as const, id: "me", name: "" };
    const sending = message({ id: "client", external_id: "client", author });
    const stored = message({ id: "9", seq: 9, external_id: "client", author });
    const sent = putMessage(loaded(["7"]), sending);
    expect(ids(sent)).toEqual(["7", "client"]);
    const confirmed = putMessage(sent, stored);
    expect(ids(confirmed)).toEqual(["7", "9"]);
    expect(ids(putMessage(confirmed, stored))).toEqual(["7", "9"]);
  });

  it("tells apart what two authors call by the same id", () => {
    const mine = message({ id: "a", seq: 1, external_id: "x", author: { kind: "agent", id: "me", name: "" } });
    const theirs = message({ id: "b", seq: 2, external_id: "x", author: { kind: "contact", id: "p", name: "" } });
    expect(ids(putMessage(putMessage(loaded([]), mine), theirs))).toEqual(["a", "b"]);
  });

  it("does not go back to an older revision", () => {
    const read = message({ id: "7", seq: 7, rev: 3, delivery: "read" });
    const late = message({ id: "7", seq: 7, rev: 2, delivery: "sent" });
    expect(messagesOf(putMessage(putMessage(loaded(["7"]), read), late))[0]?.delivery).toBe("read");
  });

  it("keeps what is being sent at the end, and forgets what was refused", () => {
    const sending = putMessage(loaded(["7"]), message({ id: "client" }));
    const later = putMessage(sending, message({ id: "8", seq: 8 }));
    expect(ids(later)).toEqual(["7", "8", "client"]);
    expect(ids(dropMessage(later, "client"))).toEqual(["7", "8"]);
  });
});
