import { expect, test } from "vitest";
import { addDays, bounds, fixedDays, intervalFor, isRange, previous, rangeBefore, startOfDay } from "./range";

test("only ranges are taken from the address", () => {
  for (const good of ["7d", "365d", "2026-03-01..2026-03-01"]) expect(isRange(good)).toBe(true);
  for (const bad of ["", "8d", 7, null, "2026-03-02..2026-03-01", "2026-02-01..2026-02-99", "x..y"]) expect(isRange(bad)).toBe(false);
});

test("days begin by the workspace's clock, also when it is put forward", () => {
  expect(startOfDay("2026-01-15", "Europe/Berlin").toISOString()).toBe("2026-01-14T23:00:00.000Z");
  expect(startOfDay("2026-03-29", "Europe/Berlin").toISOString()).toBe("2026-03-28T23:00:00.000Z");
  expect(startOfDay("2026-03-30", "Europe/Berlin").toISOString()).toBe("2026-03-29T22:00:00.000Z");
  expect(startOfDay("2026-06-01", "Pacific/Apia").toISOString()).toBe("2026-05-31T11:00:00.000Z");
});

test("a preset ends with today, and the range before lies next to it", () => {
  const week = bounds("7d", "UTC", new Date("2026-03-10T15:00:00Z"));
  expect(week).toEqual({ from: "2026-03-04T00:00:00.000Z", to: "2026-03-11T00:00:00.000Z" });
  expect(previous(week)).toEqual({ from: "2026-02-25T00:00:00.000Z", to: "2026-03-04T00:00:00.000Z" });
  expect(bounds("2026-03-01..2026-03-02", "UTC")).toEqual({ from: "2026-03-01T00:00:00.000Z", to: "2026-03-03T00:00:00.000Z" });
});

test("a day that has only begun is not held against a whole one, nor people against firms", () => {
  const whose = { counting: "accounts" as const, segment: { lapsed: false } };
  const now = { from: "2026-03-04T00:00:00Z", to: "2026-03-11T00:00:00Z", ...whose };
  expect(rangeBefore(now, new Date("2026-03-10T12:00:00Z"))).toEqual({ from: "2026-02-25T00:00:00.000Z", to: "2026-03-03T12:00:00.000Z", ...whose });
  expect(rangeBefore(now, new Date("2026-04-10T12:00:00Z"))).toEqual({ from: "2026-02-25T00:00:00.000Z", to: "2026-03-04T00:00:00Z", ...whose });
});

test("a link can keep the days that it shows today", () => {
  const now = new Date("2026-03-10T15:00:00Z");
  expect(fixedDays("7d", "UTC", now)).toBe("2026-03-04..2026-03-10");
  expect(bounds(fixedDays("7d", "UTC", now), "UTC")).toEqual(bounds("7d", "UTC", now));
  expect(fixedDays("2026-01-01..2026-01-02", "UTC", now)).toBe("2026-01-01..2026-01-02");
});

test("days are counted over months, and a chart gets a fitting interval", () => {
  expect(addDays("2026-02-27", 2)).toBe("2026-03-01");
  expect(["1", "30", "200", "800"].map((d) => intervalFor({ from: "2026-01-01T00:00:00Z", to: new Date(Date.UTC(2026, 0, 1 + Number(d))).toISOString() }))).toEqual(["hour", "day", "week", "month"]);
});
