import { expect, test } from "vitest";
import { describeRule, faults, keyFor, move } from "./model";

test("a key is made of the name and is never taken twice", () => {
  expect(keyFor("Ready to buy!", [])).toBe("ready_to_buy");
  expect(keyFor("Ready to buy", ["ready_to_buy"])).toBe("ready_to_buy_2");
  expect(keyFor("Lapsed", [])).toBe("lapsed_stage");
  expect(keyFor("3 × Käufer", [])).toMatch(/^[a-z][a-z0-9_]*$/);
  expect(keyFor("…", [])).toBe("stage");
});

test("moving keeps all and changes places", () => {
  expect(move(["a", "b", "c"], 0, 2)).toEqual(["b", "c", "a"]);
  expect(move(["a", "b"], 0, 5)).toEqual(["a", "b"]);
});

test("rules read as sentences", () => {
  expect(describeRule({ event: "Order Completed", count: { op: "gte", value: 2 } })).toBe("Order Completed, at least 2 times so far");
  expect(describeRule({ where: [{ property: "traits.plan", op: "eq", value: "pro" }] })).toBe("any touchpoint, where customer's plan is pro");
});

test("a stage needs a name and a rule", () => {
  const found = faults([{ key: "a", name: " ", rules: [] }, { key: "b", name: "B", rules: [] }, { key: "c", name: "C", rules: [{ event: "X" }] }]);
  expect([...found.keys()]).toEqual([0, 1]);
});
