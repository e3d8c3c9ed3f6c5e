import { expect, test } from "vitest";
import { decodeRetention, encodeRetention, inWords } from "./question";
import { inOneSentence, toTriangle } from "./table";

test("a question comes back from the address as it was written, and nonsense gets defaults", () => {
  const asked = decodeRetention({ cohort: { event: "A" }, return: { events: ["B", "C"] }, period: "month", periods: 6, entry: "every" }, "Order Completed");
  expect(decodeRetention(encodeRetention(asked), "x")).toEqual(asked);
  for (const raw of [undefined, 7, { period: "year", periods: 1e9, entry: [], cohort: "x" }]) {
    expect(encodeRetention(decodeRetention(raw, "Order Completed"))).toEqual({ cohort: { event: "Order Completed" }, return: { event: "Order Completed" }, period: "week", periods: 12, entry: "first" });
  }
  expect(inWords(decodeRetention({}, "Order Completed")).what).toBe("Order Completed, and again");
});

const cohort = (start: string, size: number, values: (number | null)[]) => ({ start, size, values });
const answer = {
  cohorts: [cohort("2026-01-05", 0, [0, 0, 0]), cohort("2026-01-12", 40, [4, 10, null]), cohort("2026-01-19", 60, [0, null, null])],
  rates: [0.04, 0.25, 0.1],
  intervals: [{ low: 0.02, high: 0.1 }, { low: 0.14, high: 0.4 }, { low: 0, high: 0.9 }],
  took_ms: 1,
  scanned: { customers: 1, events: 1 },
};

test("the triangle leaves out what is before the first customer, and averages of too few", () => {
  const triangle = toTriangle(answer);
  expect(triangle.rows.map((row) => row.size)).toEqual([40, 60]);
  expect(triangle.members).toBe(100);
  expect(triangle.rows[0]?.cells[1]).toEqual({ came: 10, rate: 0.25, open: true });
  expect(triangle.rows[0]?.cells[0]?.open).toBe(false);
  expect(triangle.rows[1]?.cells[1]).toBeNull();
  expect(triangle.averages.map(({ period }) => period)).toEqual([0, 1]);
  expect(triangle.top).toBe(0.25);
  expect(inOneSentence(triangle, "week", "first")).toBe("100 customers began in these days. Of the 40 whose week after has begun, 25% came back in it (between 14% and 40%, with 95% confidence).");
});

test("a share is one of those whose period has begun, whose number is said", () => {
  const three = { ...answer, cohorts: [cohort("2026-01-05", 50, [0, 20, 5]), cohort("2026-01-12", 40, [4, 16, null]), cohort("2026-01-19", 0, [0, null, null])], rates: [0.04, 0.4, 0.1] };
  const intervals = [{ low: 0, high: 0.1 }, { low: 0.3, high: 0.5 }, { low: 0.04, high: 0.2 }];
  expect(inOneSentence(toTriangle({ ...three, intervals }), "week", "first")).toBe("Of 90 customers who began in these days, 40% came back in the week after (between 30% and 50%, with 95% confidence), and 10% of 50 in week 2.");
  const young = toTriangle({ ...answer, cohorts: [cohort("2026-01-05", 20, [0, 3, null]), cohort("2026-01-12", 40, [4, null, null])], rates: [0.04, 0.15, null] });
  expect(inOneSentence(young, "day", "every")).toBe("Of 60 beginnings in these days too few have had the time to come back in a later day yet.");
});

test("cohorts without a later period say so", () => {
  const triangle = toTriangle({ ...answer, cohorts: [cohort("2026-01-19", 60, [0, null, null])], rates: [0, null, null] });
  expect(triangle.averages).toHaveLength(1);
  expect(inOneSentence(triangle, "month", "every")).toMatch(/nobody has had the time/);
});
