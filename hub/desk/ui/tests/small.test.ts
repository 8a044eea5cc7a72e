import { describe, expect, it } from "vitest";
import { deliveryOf } from "../src/features/conversation/receipts";
import { fill } from "../src/features/composer/variables";
import { ApiError } from "../src/api/client";
import { faultText } from "../src/components/faults";
import { localized, translate } from "../src/i18n";
import { isFromPage, isWithheld, numberOf } from "../src/lib/addresses";
import { plainText } from "../src/lib/plain";
import { span } from "../src/lib/time";
import { ulid } from "../src/lib/ulid";
import type { Address, Interaction } from "../src/api/types";
import { message } from "./make";

describe("variables of canned replies", () => {
  it("are filled in", () => {
    expect(fill("Hello {{contact.name}}, I am {{ agent.name }}.", { "contact.name": "Marta", "agent.name": "Ana" })).toBe(
      "Hello Marta, I am Ana.",
    );
  });
  it("vanish with their space when known to be empty, and stay when nobody knows them", () => {
    expect(fill("Hello {{contact.name}}, see {{order}}", { "contact.name": "" })).toBe("Hello, see {{order}}");
    expect(fill("Thank you, {{contact.name}}. Bye!", { "contact.name": "" })).toBe("Thank you. Bye!");
  });
});

describe("a snippet of an article", () => {
  it("reads as plain text", () => {
    expect(plainText("## Costs\n\n- **£4.90** for _small_ parcels, see [the list](https://example.org)")).toBe(
      "Costs £4.90 for small parcels, see the list",
    );
    expect(plainText("5 * 3 and snake_case stay")).toBe("5 * 3 and snake_case stay");
  });
});

describe("errors of the hub", () => {
  const problem = new ApiError(409, "conflict", "Ada has this conversation already.");
  it("keep the hub's sentence, which other languages introduce in their own words", () => {
    expect(faultText(problem, (key, variables) => translate("en", key, variables))).toBe("Ada has this conversation already.");
    expect(faultText(problem, (key, variables) => translate("zh", key, variables))).toBe("与当前状态冲突：Ada has this conversation already.");
  });
  it("of a kind not known here are repeated as they are", () => {
    expect(faultText(new ApiError(400, "brand_new", "Too new."), (key) => key)).toBe("Too new.");
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

describe("where a caller calls from", () => {
  const address = (kind: Address["kind"], value: string) => ({ id: value, rev: 1, kind, value, contact: "p", verified: false });
  it("is a number, the page, or not shown", () => {
    const [mail, number, none, page] = [
      address("email", "m@example.org"),
      address("phone", "+442079460123"),
      address("phone", "withheld:c1"),
      address("visitor", "v1"),
    ];
    expect(numberOf([mail, none, number])).toBe("+442079460123");
    expect(numberOf([none])).toBe("");
    expect([none, number].map(isWithheld)).toEqual([true, false]);
    expect([[page], [none]].map(isFromPage)).toEqual([true, false]);
  });
});
