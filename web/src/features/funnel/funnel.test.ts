import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { wilson } from "@/shared/statistics/rate";
import { moveStep, removeStep } from "./edit";
import { score, sentence, toRows } from "./facts";
import { decodeFunnel, encodeFunnel } from "./question";

const seen = [{ name: "Page Viewed", count: 100 }, { name: "Product Added", count: 20 }, { name: "Order Completed", count: 5 }];
const step = (name: string, n: number, first: number) => ({ name, count: n, rate: first > 0 ? n / first : 0, step_rate: 1, median_seconds: null, interval: wilson(n, first), step_interval: null });

describe("question", () => {
  test("whatever stands in the address is read without a stumble, and what is written is read back", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (raw) => {
        const question = decodeFunnel(raw, seen);
        const written = encodeFunnel(question);
        if (written) expect(encodeFunnel(decodeFunnel(JSON.parse(JSON.stringify(written)), seen))).toEqual(written);
      }),
    );
  });
  test("a link of another screen may name the steps alone", () => {
    const question = decodeFunnel({ steps: [{ event: "A" }, { event: "B" }], window: "7d" }, seen);
    expect(encodeFunnel(question)).toMatchObject({ steps: [{ event: "A" }, { event: "B" }], window: "7d" });
  });
  test("without a question the steps are those that were seen", () => {
    expect(encodeFunnel(decodeFunnel(undefined, seen))?.steps?.length).toBeGreaterThan(1);
  });
  test("steps move and go", () => {
    const question = decodeFunnel({ steps: [{ event: "A" }, { event: "B" }, { event: "C" }] }, seen);
    expect(encodeFunnel(moveStep(question, 0, 1))?.steps?.map((s) => s.event)).toEqual(["B", "A", "C"]);
    expect(encodeFunnel(removeStep(question, 1))?.steps?.map((s) => s.event)).toEqual(["A", "C"]);
  });
});

describe("answer", () => {
  const rows = toRows([step("A", 100, 100), step("B", 40, 100), step("C", 30, 100)]);
  test("who left is what is missing at the next step, and the greatest loss stands out", () => {
    expect(rows.map((r) => r.left)).toEqual([60, 10, null]);
    expect(rows.map((r) => r.biggest)).toEqual([true, false, false]);
  });
  test("the sentence tells the end and the greatest loss", () => {
    expect(sentence(rows, "customer", "7 days")).toBe("Of 100 customers, 30% came to C within 7 days; most leave after A: 60 of the 100 who came that far.");
    expect(sentence(toRows([step("A", 0, 0), step("B", 0, 0)]), "session", "")).toBe("Nobody came to A in these days.");
  });
  test("the score of two equal shares is nothing, of very different ones much", () => {
    expect(score(50, 100, 500, 1000)).toBeCloseTo(0);
    expect(Math.abs(score(10, 100, 500, 1000))).toBeGreaterThan(5);
  });
});
