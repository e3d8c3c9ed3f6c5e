import { expect, test } from "vitest";
import { ownActs } from "@/shared/filters/filters";
import { wilson } from "@/shared/statistics/rate";
import { figuresOf, type KeyEvents, keyFigures, linesToAsk, peopleToAsk, summary } from "./figures";

const key: KeyEvents = {
  goal: "Subscription Started", also: ["Order Completed"], did: "subscribed", path: ["Subscription Started"],
  figures: [
    { label: "Visitors", measure: "customers" },
    { label: "Trial to paid", measure: "share", events: ["Subscription Started"], of: ["Trial Started"], note: "trials became subscriptions" },
    { label: "Revenue", measure: "sum:value", events: ["Subscription Started", "Subscription Renewed"] },
    { label: "Subscriptions", measure: "count", events: ["Subscription Started"] },
  ],
};
const meta = { took_ms: 1, scanned: { customers: 1, events: 1 } };
const line = (...values: number[]) => ({ event: "", name: "", measure: "", breakdown: null, values });
const people = (...counts: number[]) => ({ ...meta, breakdown: [], steps: counts.map((count) => ({ count, name: "", rate: 1, step_rate: 1, median_seconds: null, interval: null, step_interval: wilson(count, counts[0] ?? 0) })) });
const asked = { bounds: { from: "2026-03-01T00:00:00Z", to: "2026-04-01T00:00:00Z" }, now: Date.parse("2026-04-01T00:00:00Z"), currency: "EUR", interval: "day" as const };

test("asks what the key events need, and no more; whom a newsletter was sent is no visitor", () => {
  expect(linesToAsk(key)).toEqual([
    { where: [ownActs], measure: "customers" },
    { where: [ownActs], measure: "customers" },
    { events: ["Subscription Started", "Subscription Renewed"], measure: "sum:value" },
    { events: ["Subscription Started", "Subscription Renewed"], measure: "count" },
    { event: "Subscription Started", measure: "count" },
  ]);
  expect(peopleToAsk(key)).toEqual([
    [{ event: "*", where: [ownActs] }],
    [{ events: ["Subscription Started", "Order Completed"] }],
    [{ event: "*", where: [ownActs] }],
    [{ event: "Trial Started" }, { event: "Subscription Started" }],
    [{ events: ["Subscription Started", "Subscription Renewed"] }],
    [{ event: "Subscription Started" }],
  ]);
});

test("what rests on enough says its share and where it lies, and its average", () => {
  const trend = { ...meta, times: ["2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z"], series: [line(5, 6), line(5, 6), line(300, 300), line(20, 20), line(2, 1)] };
  const now = figuresOf(key, trend, [people(300), people(90), people(300), people(263, 81), people(40), people(3)]);
  const cards = keyFigures(key, now, undefined, asked);
  expect(cards[1]).toMatchObject({ value: "30.8%", aside: "81 of 263 trials became subscriptions, between 26 and 37%" });
  expect(cards[2]?.aside).toMatch(/15.* on average/);
});

test("each figure reads its own answers", () => {
  const trend = { ...meta, times: ["2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z"], series: [line(5, 6), line(5, 6), line(100, 20), line(3, 1), line(2, 1)] };
  const now = figuresOf(key, trend, [people(9), people(3), people(9), people(8, 2), people(4), people(3)]);
  const cards = keyFigures(key, now, undefined, asked);
  expect(cards.map(({ label, value, aside }) => [label, value.replace(/\s/g, " "), aside.replace(/\s/g, " ")])).toEqual([
    ["Visitors", "9", "customers"],
    ["Trial to paid", "too few to say", "2 of 8 trials became subscriptions"],
    ["Revenue", expect.stringContaining("120"), "in 4 payments"],
    ["Subscriptions", "3", "by 3 customers"],
  ]);
  expect(cards[1]?.opening).toEqual({ to: "/understand/funnel", q: { steps: [{ event: "Trial Started" }, { event: "Subscription Started" }] } });
  expect(cards[1]).toMatchObject({ some: 2, people: { analysis: "funnel", of: { step: 2 } } });
  expect(summary(key, now, "March", "EUR")).toMatch(/^9 customers came by in March; 3 of them subscribed, and revenue came to .*120.*\.$/);
  expect(summary(key, { ...now, reached: 0, figures: [] }, "March", "EUR")).toBe("9 customers came by in March; nobody subscribed.");
});
