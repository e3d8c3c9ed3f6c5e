import { expect, test } from "vitest";
import { latestWeeks, readWeek, weekName } from "./weeks";

test("weeks have their ISO names, also where the year turns", () => {
  expect(["2026-11-16", "2025-12-29", "2026-12-28", "2021-01-04", "2020-12-28", "2024-12-30"].map(weekName)).toEqual(["2026-W47", "2026-W01", "2026-W53", "2021-W01", "2020-W53", "2025-W01"]);
});

test("the latest weeks begin with the one that is under way", () => {
  const weeks = latestWeeks("2026-11-22", 3);
  expect(weeks.map(({ value }) => value)).toEqual(["2026-W47", "2026-W46", "2026-W45"]);
  expect(weeks.slice(0, 2).map(({ label }) => label)).toEqual(["This week so far", "Last week"]);
  expect(latestWeeks("2026-11-23", 1)[0]?.value).toBe("2026-W48");
});

test("what is no week's name is none", () => expect([readWeek("2026-W47"), readWeek("2026-47"), readWeek(undefined)]).toEqual(["2026-W47", undefined, undefined]));
