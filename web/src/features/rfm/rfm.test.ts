import { expect, test } from "vitest";
import { limitsOf } from "./limits";
import { decodeRfm, encodeRfm } from "./question";

test("scores are told in days and times", () => {
  expect(limitsOf({ cuts: { recency: [10.4, 24.6, 40, 60], frequency: [1, 2, 4, 7] } })).toEqual({
    recency: ["over 60 d ago", "40–60 d ago", "25–40 d ago", "10–25 d ago", "within 10 d"],
    frequency: ["1×", "2×", "3–4×", "5–7×", "8× or more"],
  });
});

test("a frequency that nobody can have has no words", () => {
  expect(limitsOf({ cuts: { recency: [1, 2, 3, 4], frequency: [1, 1, 1, 1.4] } }).frequency).toEqual(["1×", undefined, undefined, undefined, "2× or more"]);
});

test("a question comes back from the address as it was written", () => {
  const asked = decodeRfm({ event: "A", value: "properties.price", where: [{ property: "device", op: "eq", value: "mobile" }] }, "x");
  expect(decodeRfm(encodeRfm(asked), "x")).toEqual(asked);
  expect(encodeRfm(decodeRfm([], "Order Completed"))).toEqual({ event: "Order Completed" });
});
