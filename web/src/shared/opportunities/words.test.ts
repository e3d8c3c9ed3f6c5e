import { expect, test } from "vitest";
import type { Opportunity } from "./queries";
import { points, sentences, weight, where, whom, worth } from "./words";

const amount = (value: number) => ({ value, low: value / 2, high: value * 2 });
const found = {
  segment: [{ property: "device", op: "eq", value: "mobile" }], where: { step: "Order Completed", page: "/checkout" },
  lost_value: amount(1000), lost_conversions: amount(10),
} as Opportunity;

test("says whom it concerns, where, and what it costs", () => {
  expect(whom(found)).toMatch(/device/i);
  expect(whom({ ...found, segment: [] })).toBe("everybody");
  expect(where(found)).toBe("before Order Completed, mostly on /checkout");
  expect(where({ ...found, where: { step: "Signed Up" } })).toBe("before Signed Up");
  expect(worth(found, "EUR").amount).toMatch(/1,000/);
  expect(worth(found, "EUR").interval).toMatch(/500.* to .*2,000/);
});

test("counts conversions where they are worth nothing known", () => {
  expect(worth({ ...found, lost_value: amount(0) }, "EUR")).toEqual({ amount: "10 conversions", interval: "5 to 20", enough: true });
  expect(worth({ ...found, lost_value: amount(0), lost_conversions: { value: 0.61, low: 0.21, high: 1.02 } }, "EUR")).toMatchObject({ amount: "0.6 conversions", interval: "0.2 to 1" });
});

test("says that too few came as far as the goal, in place of a number that says nothing", () => {
  expect(worth({ ...found, lost_value: { value: 300, low: 0, high: 900 } }, "EUR")).toEqual({ amount: "At most €900", interval: "too few came as far as the goal to say more", enough: false });
  expect(worth({ ...found, lost_value: amount(0), lost_conversions: amount(0) }, "EUR")).toEqual({ amount: "Too few to say", interval: "nobody came as far as the goal yet", enough: false });
  expect(weight({ ...found, confidence: 0.34, effort: "small" }, true)).toBe("34% of it is sure · a small change");
  expect(weight({ ...found, confidence: 0, effort: "large" }, false)).toBe("too few to say how sure · a large change");
});

test("says a change in points", () => {
  expect([points(0.4), points(-0.0512), points(0)]).toEqual(["+40", "−5.1", "0"]);
});

test("parts what matters first from the rest", () => {
  expect(sentences("Of all 31% do not. They cost 2.5 orders.")).toEqual(["Of all 31% do not.", "They cost 2.5 orders."]);
  expect(sentences("One sentence.")).toEqual(["One sentence.", ""]);
});
