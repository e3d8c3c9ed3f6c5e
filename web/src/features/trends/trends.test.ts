import fc from "fast-check";
import { expect, test } from "vitest";
import { ownActs } from "@/shared/filters/filters";
import { uniqueNames, valueName } from "./lines";
import { escapeHtml } from "./option";
import { placesOf } from "./queries";
import { axisLabel } from "./time";
import { decodeTrend, encodeTrend, fullName, intervalOf, isTooFine, seriesName } from "./question";

const seen = [{ name: "Page Viewed", count: 100 }, { name: "Order Completed", count: 5 }] as Parameters<typeof decodeTrend>[1];
const month = { from: "2026-03-01T00:00:00Z", to: "2026-03-31T00:00:00Z" };

test("whatever stands in the address is read without a stumble, and what is written is read back", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (raw) => {
      const written = encodeTrend(decodeTrend(raw, seen));
      if (written) expect(encodeTrend(decodeTrend(JSON.parse(JSON.stringify(written)), seen))).toEqual(written);
    }),
  );
});

test("a link of another screen may name the series alone", () => {
  const written = encodeTrend(decodeTrend({ series: [{ event: "Order Completed", measure: "sum:value" }] }, seen));
  expect(written?.series).toEqual([expect.objectContaining({ event: "Order Completed", measure: "sum:value" })]);
});

test("any of several events is one line, under the name that it was given", () => {
  const series = [{ events: ["Booking Completed", "Order Completed"], measure: "sum:value", name: "Revenue", where: [{ property: "channel", op: "eq", value: "Store" }] }];
  const question = decodeTrend({ series }, seen);
  expect(encodeTrend(question)?.series).toEqual(series);
  expect(question.series.map(seriesName)).toEqual(["Revenue"]);
  expect(decodeTrend({ series: series.map(({ name: _, ...unnamed }) => unnamed) }, seen).series.map(seriesName)).toEqual(["Total value of Booking Completed or Order Completed"]);
});

test("by default nobody is a customer who was only written to, and that goes without saying", () => {
  const [customers] = decodeTrend(undefined, seen).series;
  expect(customers?.where).toEqual([ownActs]);
  expect(customers && fullName(customers)).toBe("Customers");
});

test("a day of the week has its name, and a month no day", () => {
  expect([1, 6, 7].map((day) => valueName(day, "weekday"))).toEqual(["Monday", "Saturday", "Sunday"]);
  expect([valueName(6, "hour"), valueName(null, "weekday")]).toEqual(["6", "Unknown"]);
  expect(axisLabel("2026-09-01T00:00:00Z", "month", "UTC")).toBe("Sep 2026");
});

test("the interval follows the range, and one that is too fine is not asked for", () => {
  expect(intervalOf(decodeTrend({}, seen), month)).toBe("day");
  expect(isTooFine("hour", { from: "2020-01-01T00:00:00Z", to: month.to })).toBe(true);
  expect(isTooFine("day", month)).toBe(false);
});

test("names of lines are told apart, and cannot smuggle markup into the tooltip", () => {
  expect(new Set(uniqueNames(["a", "a", "b"])).size).toBe(3);
  expect(escapeHtml('<img src=x onerror="x">')).not.toMatch(/[<>"]/);
});

test("the lines of a split find their series again, twins too", () => {
  const line = (name: string, breakdown: string | null, measure = "count") => ({ name, measure, breakdown });
  expect(placesOf([line("A", "x"), line("A", "y"), line("A", "x", "customers"), line("B", null)], true)).toEqual([0, 0, 1, 2]);
  expect(placesOf([line("A", "x"), line("A", "y"), line("A", "x"), line("A", "y")], true)).toEqual([0, 0, 1, 1]);
  expect(placesOf([line("A", null), line("A", null)], false)).toEqual([0, 1]);
});
