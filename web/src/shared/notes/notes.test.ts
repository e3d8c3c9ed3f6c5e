import { expect, test } from "vitest";
import { notesIn, placeOf } from "./notes";

const note = (day: string) => ({ id: day, day, text: "x" });

test("a note belongs to the days of the workspace's clock, the last included", () => {
  const march = { from: "2026-02-28T23:00:00Z", to: "2026-03-31T22:00:00Z" };
  const days = ["2026-02-28", "2026-03-01", "2026-03-31", "2026-04-01"];
  expect(notesIn(days.map(note), march, "Europe/Berlin").map(({ day }) => day)).toEqual(["2026-03-01", "2026-03-31"]);
});

test("a note stands at its day, or at the week or month that holds it", () => {
  const weeks = ["2026-03-02T00:00:00+01:00", "2026-03-09T00:00:00+01:00", "2026-03-16T00:00:00+01:00"];
  expect(["2026-03-01", "2026-03-02", "2026-03-08", "2026-03-12", "2026-03-20"].map((day) => placeOf(note(day), weeks))).toEqual([undefined, 0, 0, 1, 2]);
  const hours = ["2026-03-02T22:00:00Z", "2026-03-02T23:00:00Z", "2026-03-03T00:00:00Z", "2026-03-03T01:00:00Z"];
  expect(placeOf(note("2026-03-03"), hours)).toBe(2);
});
