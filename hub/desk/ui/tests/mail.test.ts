import { describe, expect, it } from "vitest";
import type { Dispatch } from "../src/api/types";
import { presetOf, presets, serversOf, withAddress } from "../src/features/admin/channels/mailboxPresets";
import { readAddress, written } from "../src/features/composer/useEnvelope";
import { subjectCore } from "../src/features/mail/MailHead";
import { postedState } from "../src/features/mail/Posted";
import { message } from "./make";

describe("addresses as people type them", () => {
  it.each([
    ["Vera@Home.example", { address: "vera@home.example", name: "" }],
    ["Vera Lindt <vera@home.example>", { address: "vera@home.example", name: "Vera Lindt" }],
    ['"Lindt, Vera" <vera@home.example>', { address: "vera@home.example", name: "Lindt, Vera" }],
    ["vera at home", null],
    ["a@b@c", null],
    ["", null],
  ])("%s", (text, found) => expect(readAddress(text)).toEqual(found));
  it("are read back from how they are written", () => {
    const vera = { address: "vera@home.example", name: "Vera" };
    expect(readAddress(written(vera))).toEqual(vera);
  });
});

describe("subjects", () => {
  it.each(["Order 7", "Re: Order 7", "AW: RE: order 7", "回复：Order 7", "Fwd: Re[2]: Order 7"])("%s is about order 7", (subject) =>
    expect(subjectCore(subject)).toBe("order 7"),
  );
  it("keep words that only look like a mark", () => expect(subjectCore("Rent: due")).toBe("rent: due"));
});

describe("how far a message is", () => {
  const at = Date.parse("2026-11-21T10:00:00Z");
  const dispatch = (given: Partial<Dispatch>) => ({ state: "pending", attempts: 0, due_at: "2026-11-21T10:00:00Z", error: "", ...given }) as Dispatch;
  const state = (delivery: "pending" | "failed" | "sent" | "unknown", given: Partial<Dispatch>) =>
    postedState(message({ id: "m", delivery }), dispatch(given), at);
  it("while it waits", () => {
    expect(state("pending", {})).toBe("waiting");
    expect(state("pending", { due_at: "2026-11-22T09:00:00Z" })).toBe("scheduled");
    expect(state("pending", { attempts: 2, due_at: "2026-11-21T10:05:00Z" })).toBe("again");
    expect(state("pending", { state: "sending", attempts: 1 })).toBe("sending");
    expect(postedState(message({ id: "m", delivery: "pending" }), undefined, at)).toBe("waiting");
  });
  it("at its end", () => {
    expect(state("sent", { state: "sent" })).toBe("sent");
    expect(state("failed", { state: "failed", reason: { code: "mail_refused", vars: {}, detail: "550" } })).toBe("failed");
    expect(state("failed", { state: "failed", reason: { code: "called_back", vars: {}, detail: "" } })).toBe("calledBack");
    expect(state("unknown", { state: "unknown" })).toBe("unknown");
  });
});

describe("mailbox presets", () => {
  it("are recognised again", () => expect(presets.map((preset) => presetOf(serversOf(preset, "help@example.com")))).toEqual(presets));
  it("let user names follow the address they were", () => {
    const draft = { address: "old@example.com", ...serversOf("gmail", "old@example.com") };
    const changed = withAddress(draft as never, "new@example.com");
    expect([changed.imap?.user, changed.smtp?.user]).toEqual(["new@example.com", "new@example.com"]);
    const own = { ...draft, imap: { ...draft.imap, user: "help" } };
    expect(withAddress(own as never, "new@example.com").imap?.user).toBe("help");
  });
});
