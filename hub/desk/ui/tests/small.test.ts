import { describe, expect, it } from "vitest";
import { deliveryOf } from "../src/features/conversation/receipts";
import { fill } from "../src/features/composer/variables";
import { localized } from "../src/i18n";
import { span } from "../src/lib/time";
import { ulid } from "../src/lib/ulid";
import type { Interaction } from "../src/api/types";
import { message } from "./make";

describe("variables of canned replies", () => {
  it("are filled in", () => {
    expect(fill("Hello {{contact.name}}, I am {{ agent.name }}.", { "contact.name": "Marta", "agent.name": "Ana" })).toBe(
      "Hello Marta, I am Ana.",
    );
  });
  it("vanish with their space when known to be empty, and stay when nobody knows them", () => {
    expect(fill("Hello {{contact.name}}, see {{order}}", { "contact.name": "" })).toBe("Hello, see {{order}}");
  });
});

describe("what became of a message", () => {
  const episode = { id: "i", seen_seq: 5, delivered_seq: 7 } as Interaction;
  it("follows how far the customer has read", () => {
    const marks = [5, 6, 8].map((seq) => deliveryOf(message({ id: String(seq), seq }), [episode]));
    expect(marks).toEqual(["read", "delivered", "sent"]);
  });
  it("keeps what the channel said", () => {
    expect(deliveryOf(message({ id: "5", seq: 5, delivery: "failed" }), [episode])).toBe("failed");
  });
});

describe("texts by language", () => {
  it("fall back from region to language to English", () => {
    expect(localized({ en: "Hi", zh: "您好" }, "zh-CN")).toBe("您好");
    expect(localized({ en: "Hi", zh: "您好" }, "de")).toBe("Hi");
    expect(localized({}, "de")).toBe("");
  });
});

describe("spans", () => {
  it.each([
    [-3, "0:00"],
    [42, "0:42"],
    [3_661, "1:01:01"],
    [200_000, "2 d"],
  ])("%d s is %s", (seconds, text) => expect(span(seconds)).toBe(text));
});

describe("ULIDs", () => {
  it("sort by time and differ", () => {
    expect(ulid(1_000) < ulid(2_000)).toBe(true);
    expect(ulid(1_000)).not.toBe(ulid(1_000));
    expect(ulid()).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
  });
});
