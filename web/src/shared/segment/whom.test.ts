import { expect, test } from "vitest";
import { readRule } from "./read";
import { both, everybody, isNarrowable } from "./whom";

test("two rules hold together, and one alone stands as it is", () => {
  const one = { lapsed: true }, other = { event: "Order Completed" };
  expect(both(one, other)).toEqual({ all: [one, other] });
  expect(both(one, undefined)).toBe(one);
  expect(both(undefined, other)).toBe(other);
  expect(both(undefined, undefined)).toBeUndefined();
});

test("everybody is no rule, and screens about all customers are not narrowed", () => {
  expect(readRule(everybody)).toBeUndefined();
  expect(["/journeys", "/understand/trends", "/dashboards/kit-ecommerce"].every(isNarrowable)).toBe(true);
  expect(["/", "/compare", "/journeys/maps/x", "/dashboards", "/customers"].some(isNarrowable)).toBe(false);
});
