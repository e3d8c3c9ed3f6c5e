import { describe, expect, test } from "vitest";
import { exampleOf, find } from "./search";

const property = (name: string, ...types: string[]) => ({ name, types, count: 1 });
const event = (name: string, count: number, ...properties: ReturnType<typeof property>[]) => ({ name, count, type: "track" as const, first_seen: null, last_seen: "2026-01-01T00:00:00Z", properties });
const schema = { events: [event("Product Viewed", 5, property("price", "number")), event("Order Completed", 9, property("order_id", "text"))], traits: [property("plan", "text")] };

describe("finding", () => {
  test("everything, the most frequent first", () => expect(find(schema, " ").events.map(({ name }) => name)).toEqual(["Order Completed", "Product Viewed"]));
  test("by a part of an event's or a property's name, whatever the case", () => {
    expect(find(schema, "PRI").events.map(({ name }) => name)).toEqual(["Product Viewed"]);
    expect(find(schema, "order").events.map(({ name }) => name)).toEqual(["Order Completed"]);
    expect(find(schema, "pla")).toMatchObject({ events: [], traits: [{ name: "plan" }] });
    expect(find({ events: null, traits: null }, "x")).toEqual({ events: [], traits: [] });
  });
});

test("an example has the event's name and a value of each type", () => {
  expect(exampleOf(event('A "b"', 1, property("price", "number"), property("(other)", "text")))).toBe('wend.track("A \\"b\\"", {\n  "price": 12.5\n});');
  expect(exampleOf({ ...event("Page Viewed", 1), type: "page" })).toBe("wend.page();");
});
