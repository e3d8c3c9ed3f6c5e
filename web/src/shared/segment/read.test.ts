import { expect, test } from "vitest";
import { readRule } from "./read";

test("a rule comes back from the address as it was", () => {
  for (const rule of [
    { event: "Bought" },
    { not: { event: "Bought" } },
    { event: "Bought", where: [{ property: "value", op: "gte", value: 50 }], within: "90d", count: { op: "gte", value: 2 } },
    { event: "Bought", sum: "value", op: "gt", value: 100 },
    { property: "device", op: "eq", value: "mobile" },
    { lapsed: true },
    { date: "traits.birthday", anniversary: true, in: "7d" },
    { sequence: [{ event: "A" }, { event: "B", absent: true, after: "1h" }], within: "30d" },
    { any: [{ event: "A" }, { all: [{ stage: ["purchase"] }, { rfm: ["champions"] }] }] },
    { prefers_channel: "email" }, { consents_to: "email_marketing" }, { engagement: ["high"] },
  ]) expect(readRule(rule)).toEqual(rule);
});

test("what is no rule is none", () => {
  let deep: unknown = { event: "A" };
  for (let i = 0; i < 50; i++) deep = { not: deep };
  for (const raw of [undefined, null, 7, "nonsense", [], {}, { event: 3 }, { all: "x" }, { all: [] }, { any: [{ event: "A" }, { colour: 1 }] }, { property: "device", op: "is" }, { stage: "x" }, { sequence: [] }, deep]) {
    expect(readRule(raw)).toBeUndefined();
  }
});
