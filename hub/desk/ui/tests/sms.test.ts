import { describe, expect, it } from "vitest";
import vectors from "../../../../tests/data/sms_parts.json";
import { smsSize, straightened } from "../src/lib/sms";

// The same numbers as the hub's own (channels/sms/text.py).
describe("the size of an SMS", () => {
  it.each(vectors.texts)("$name", ({ unit, times, end = "", alphabet, parts, units, left }) => {
    expect(smsSize(unit.repeat(times) + end)).toMatchObject({ alphabet, parts, units, left });
  });
  it.each(vectors.straightened)("straightens $text where that helps", ({ text, becomes }) => {
    expect(straightened(text)).toBe(becomes);
  });
  it("names the character that makes it dearer", () => {
    expect(smsSize("Your table is reserved ✓").odd).toBe("✓");
    expect(smsSize("Price: 5 €").odd).toBe("");
  });
});
