import fc from "fast-check";
import { expect, test } from "vitest";
import { describeRule } from "./describe";
import { fromGroup, incomplete, newId, type SegmentRule, toGroup } from "./rule";

test("rules read as sentences", () => {
  const said = (rule: SegmentRule | null) => describeRule(rule, [{ key: "decision", name: "Decision" }]);
  expect(said(null)).toBe("All customers");
  expect(said({ event: "Order Completed" })).toBe("Customers who did Order Completed");
  expect(said({ event: "Order Completed", count: { op: "gte", value: 2 }, within: "90d", where: [{ property: "properties.category", op: "eq", value: "shoes" }] }))
    .toBe("Customers who did Order Completed (category is shoes) at least 2 times in the last 90 days");
  expect(said({ not: { event: "Order Completed" } })).toBe("Customers who never did Order Completed");
  expect(said({ not: { event: "*", within: "1w" } })).toBe("Customers who did not do anything in the last week");
  expect(said({ event: "Order Completed", sum: "value", op: "gt", value: 100 })).toBe("Customers who did Order Completed with value of more than 100 in total");
  expect(said({ all: [{ property: "traits.plan", op: "eq", value: "pro" }, { stage: ["decision"] }, { any: [{ lapsed: true }, { rfm: ["champions"] }] }] }))
    .toBe("Customers whose plan is pro, who are at Decision and (who have lapsed or who are among Champions)");
  expect(said({ sequence: [{ event: "Product Added" }, { event: "Order Completed", absent: true, after: "1h" }], within: "2d" }))
    .toBe("Customers who did Product Added, then not Order Completed for 1 hour in the last 2 days");
  expect(said({ date: "traits.birthday", anniversary: true, in: "0d" })).toBe("Customers whose birthday comes round today");
});

test("a rule comes back as it was, and what is incomplete is left out", () => {
  const leaf = fc.constantFrom<SegmentRule>(
    { event: "A" }, { event: "B", count: { op: "gte", value: 2 }, within: "7d" }, { property: "traits.plan", op: "exists" }, { stage: ["a"] },
    { lapsed: false }, { prefers_channel: "Email" }, { sequence: [{ event: "A" }] }, { date: "traits.birthday" },
  );
  const { rule } = fc.letrec<{ rule: SegmentRule }>((tie) => ({
    rule: fc.oneof({ depthSize: "small" }, leaf, fc.record({ all: fc.array(tie("rule"), { minLength: 2, maxLength: 3 }) }), fc.record({ any: fc.array(tie("rule"), { minLength: 2, maxLength: 3 }) }), fc.record({ not: leaf })),
  }));
  fc.assert(fc.property(rule, (r) => { expect(fromGroup(toGroup(r))).toEqual(r); }));

  const group = toGroup({ event: "A" });
  expect(fromGroup({ ...group, parts: [...group.parts, { id: newId(), not: false, leaf: { event: "" } }] })).toEqual({ event: "A" });
  expect(incomplete({ ...group, parts: [{ id: newId(), not: false, leaf: { event: "A", count: { op: "gte", value: "" } } }] })).toBe(1);
  expect(fromGroup({ ...group, parts: [] })).toBeNull();
  expect(fromGroup({ ...group, not: true })).toEqual({ not: { event: "A" } });
});
