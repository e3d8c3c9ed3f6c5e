import { expect, test } from "vitest";
import { changesOf, type Insight, listed, peopleOf, trendOf } from "@/shared/insights/insights";
import { drawing, noteMarks, shownDays } from "./chart";

function insight(over: Partial<Insight>): Insight {
  return {
    kind: "spike", metric: "Order Completed", day: "2026-03-03", last: "2026-03-03", expected: [30, 46], value: 80, driver: null, alike: false, text: "On Tuesday 3 March there were 80 orders.",
    series: { event: "Order Completed", measure: "count", points: [] }, ...over,
  };
}

const driver = { property: "referrer_host", value: "tiktok.com", explains: 0.9, actual: 60, expected: 3, text: "almost all of it is people who came from tiktok.com" };

test("metrics of one day and direction tell of one change", () => {
  const list = [insight({}), insight({ metric: "sessions" }), insight({ metric: "Signed Up", value: 1 }), insight({ kind: "shift" }), insight({ day: "2026-03-02" })];
  expect(changesOf(list).map(({ lead, also }) => [lead.metric, also.length])).toEqual([["Order Completed", 1], ["Signed Up", 0], ["Order Completed", 0], ["Order Completed", 0]]);
});

test("the customers are those of the day in the workspace's zone, of the driver where it brought more", () => {
  expect(peopleOf(insight({ driver }), "Europe/Berlin")).toMatchObject({
    question: { from: "2026-03-02T23:00:00.000Z", to: "2026-03-03T23:00:00.000Z", series: [{ event: "Order Completed", measure: "count", where: [{ property: "referrer_host", op: "eq", value: "tiktok.com" }] }] },
  });
  expect(peopleOf(insight({ driver, value: 3 }), "UTC").question).toMatchObject({ series: [{ where: [] }] });
});

test("the trend goes no further than today", () => {
  expect(trendOf(insight({ driver }), "2026-03-05")).toEqual({ range: "2026-01-27..2026-03-05", q: { series: [{ event: "Order Completed", measure: "count" }], interval: "day", breakdown: "referrer_host" } });
});

test("unknown days break the line and not the band", () => {
  const points = [1, null, 3].map((value, i) => ({ day: `2026-03-0${i + 1}`, value, expected: 2, low: 1, high: 4 }));
  const { line, band, marks } = drawing(points, "2026-03-02", "2026-03-03", 100, 42);
  expect(line).toBe("M0 32M100 12");
  expect(band.split("L")).toHaveLength(6);
  expect(marks).toEqual(["M100 12h0"]);
});

test("words in a row", () => expect([listed([]), listed(["a"]), listed(["a", "b", "c"])]).toEqual(["", "a", "a, b and c"]));

test("notes stand over their days, under the numbers that they have in the list", () => {
  const points = ["2026-03-01", "2026-03-02", "2026-03-03"].map((day) => ({ day, value: 1, expected: 1, low: 0, high: 2 }));
  expect(shownDays(points)).toEqual({ from: "2026-03-01", to: "2026-03-03" });
  expect(noteMarks([{ id: "a", day: "2026-02-28" }, { id: "b", day: "2026-03-01" }, { id: "c", day: "2026-03-02" }], points)).toEqual([{ id: "b", label: "2", at: 0 }, { id: "c", label: "3", at: 0.5 }]);
  expect(shownDays([])).toBeUndefined();
});
