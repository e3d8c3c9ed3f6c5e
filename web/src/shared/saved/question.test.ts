import { expect, test } from "vitest";
import { addressOf, rangeOf, storedRange } from "./question";

test("ranges are kept as the server keeps them, and come back", () => {
  for (const range of ["7d", "365d", "2026-03-01..2026-03-31"]) expect(rangeOf(storedRange(range))).toBe(range);
  expect(storedRange("2026-03-01..2026-03-31")).toEqual({ range: "custom", from: "2026-03-01", to: "2026-03-31" });
  expect(rangeOf({})).toBeUndefined();
  expect(rangeOf({ range: "custom" })).toBeUndefined();
});

test("a question leads to its screen, over its own days or others", () => {
  const question = { analysis: "trend", question: { series: [] }, range: "7d" as const };
  expect(addressOf(question)).toEqual({ to: "/understand/trends", search: { q: { series: [] }, range: "7d" } });
  expect(addressOf(question, "90d", "qry_1")?.search).toEqual({ q: { series: [] }, range: "90d", saved: "qry_1" });
  const narrowed = { analysis: "stages", question: { segment: { lapsed: true }, counting: "accounts" } };
  expect(addressOf(narrowed)?.search).toEqual({ range: "30d", segment: { lapsed: true }, counting: "accounts" });
  expect(addressOf(narrowed, "7d", undefined, { segment: { lapsed: false } })?.search).toEqual({ range: "7d", segment: { lapsed: false } });
  expect(addressOf({ analysis: "of another version", question: {} })).toBeUndefined();
});
