import { describe, expect, test } from "vitest";
import type { Schemas } from "@/shared/api/client";
import { decodeIdeal, encodeIdeal, freeKey } from "./ideal";
import { askCompare, bought, decodeCompare, encodeCompare, namesOf, presets } from "./question";
import { differenceOf, middle, sorted, spanOf, valued } from "./words";

const bounds = { from: "2026-01-01T00:00:00Z", to: "2026-02-01T00:00:00Z" };

describe("a comparison", () => {
  test("goes through the address", () => {
    for (const { question } of presets("Bought")) expect(decodeCompare(encodeCompare(question), "x")).toEqual(question);
  });
  test("is that of those with the goal where the address says nothing", () => {
    expect(decodeCompare(undefined, "Bought")).toEqual(bought("Bought"));
    expect(decodeCompare({ a: [], b: 7 }, "Bought")).toEqual(bought("Bought"));
  });
  test("is not asked while a group is empty", () => {
    expect(encodeCompare({ a: null })).toBeUndefined();
    expect(encodeCompare({ ...bought("Bought"), b: null })).toBeUndefined();
  });
  test("names its groups, shortly", () => {
    const long = { ...bought("B"), aName: "", b: { property: "traits.p", op: "eq", value: "x".repeat(90) } };
    expect(namesOf(long)[0]).toBe("those who did B");
    expect(askCompare({ ...long, bName: "" }, bounds).b_name).toHaveLength(60);
  });
});

describe("a median", () => {
  test("says the most that half have, and where that lies unless it is plain", () => {
    expect(middle("value", { value: 42, interval: { low: 38, high: 45 } }, "EUR")).toBe("at most €42.00 (€38.00 to €45.00)");
    expect(middle("seconds", { value: 0.2, interval: { low: 0, high: 0.4 } }, "EUR")).toBe("under 1 s");
    expect(middle("seconds", { value: 37, interval: { low: 35, high: 39 } }, "EUR")).toBe("at most 37 s (35 s to 39 s)");
  });
});

describe("a row", () => {
  const row = (more: Partial<Schemas["CompareRow"]>): Schemas["CompareRow"] => ({
    kind: "event", of: { event: "E" }, name: "E", unit: "share", a: { customers: 9, with: 3, value: 0.3 }, b: { customers: 9, with: 1, value: 0.1 }, difference: 0.2, interval: { low: 0.1, high: 0.3 },
    effect: 0.5, strength: 0.2, p_adjusted: 0.01, beyond_chance: true, enough: true, defining: false, sentence: "", ...more,
  });
  test("stands where it belongs, once", () => {
    const rows = [row({}), row({ beyond_chance: false }), row({ enough: false, beyond_chance: false }), row({ defining: true, beyond_chance: false })];
    const { beyond, chance, few, defining } = sorted(rows);
    expect([beyond, chance, few, defining]).toEqual(rows.map((one) => [one]));
  });
  test("shows its numbers in their unit", () => {
    expect([valued("share", 0.714, "EUR"), valued("share", 0.004, "EUR"), valued("seconds", 130, "EUR"), valued("days", 3.26, "EUR")]).toEqual(["71%", "0.4%", "2 min 10 s", "3.3 d"]);
    expect([differenceOf("share", -0.284, "EUR"), differenceOf("number", 1.25, "EUR"), spanOf("share", { low: -0.02, high: 0.321 }, "EUR")]).toEqual(["−28 points", "+1.3", "−2 to 32.1"]);
  });
});

describe("an ideal customer", () => {
  test("goes through the address", () => {
    expect(decodeIdeal(encodeIdeal({ goal: "Bought", top: 0.1, measure: "conversions" }), "x")).toEqual({ goal: "Bought", top: 0.1, measure: "conversions" });
    expect(decodeIdeal({ top: 7, measure: "luck", goal: 3 }, "Bought")).toEqual({ goal: "Bought", top: 0.2 });
  });
  test("gets a key that the map does not have", () => {
    expect(freeKey("Ideal customer: Émail", ["ideal-customer-e-mail"])).toBe("ideal-customer-e-mail-2");
    expect(freeKey("客户", [])).toBe("persona");
  });
});
