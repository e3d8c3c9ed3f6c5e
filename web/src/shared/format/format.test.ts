import { expect, test } from "vitest";
import { ago, count, duration, moment, percent, plural } from "./format";

test("spans are told in their two largest units", () => {
  expect([null, 0.2, 5, 60, 3725, 90_000, 8 * 86_400].map(duration)).toEqual(["–", "under 1 s", "5 s", "1 min", "1 h 2 min", "1 d 1 h", "8 d"]);
});

test("counts, shares and numbers of things", () => {
  expect(count(12345.6)).toBe("12,346");
  expect([percent(0), percent(1), percent(0.1234)]).toEqual(["0%", "100%", "12.3%"]);
  expect([plural(1, "customer"), plural(2, "customer")]).toEqual(["1 customer", "2 customers"]);
});

test("a moment of another year says so, by the clock of the place", () => {
  const now = new Date("2026-03-01T12:00:00Z");
  expect(moment("2025-03-01T12:00:00Z", "UTC", now)).toContain("2025");
  expect(moment("2026-02-01T12:00:00Z", "UTC", now)).not.toContain("2026");
  expect(moment("2025-12-31T23:30:00Z", "Europe/Berlin", now)).not.toContain("202"); // there it is the new year already
});

test("how long ago, never in the future", () => {
  const now = Date.parse("2026-03-01T12:00:00Z");
  expect(ago("2026-03-01T11:57:00Z", now)).toBe("3 minutes ago");
  expect(ago("2026-03-01T12:00:02Z", now)).toBe("now");
});
