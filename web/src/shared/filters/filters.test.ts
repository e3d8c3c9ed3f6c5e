import { expect, test } from "vitest";
import { describeFilter, isComplete, readValue, showProperty } from "./filters";
import { propertyGroups } from "./PropertyPicker";

test("a field's text becomes the value that it most likely means", () => {
  expect(["5", "-1.5", "true", "0012", "5 kg", "1e3"].map(readValue)).toEqual([5, -1.5, true, "0012", "5 kg", "1e3"]);
});

test("filters read as words and are asked only when they are complete", () => {
  expect(describeFilter({ property: "properties.category", op: "in", value: ["shoes", "hats"] })).toBe("category is one of shoes, hats");
  expect(describeFilter({ property: "device", op: "exists" })).toBe("Device is there");
  expect(showProperty("traits.plan")).toBe("customer's plan");
  expect(showProperty("traits.age_group")).toBe("customer's age group");
  expect(isComplete({ property: "device", op: "exists" })).toBe(true);
  for (const op of ["eq", "in", "between", "nonsense"]) expect(isComplete({ property: "device", op })).toBe(false);
  expect(isComplete({ property: "", op: "eq", value: 1 })).toBe(false);
  expect(isComplete({ property: "value", op: "between", value: [1, 2] })).toBe(true);
});

test("properties are offered by frequency, numbers alone where numbers are wanted", () => {
  const seen = [
    { name: "A", type: "track" as const, count: 9, first_seen: null, last_seen: "", properties: [{ name: "price", types: ["number"], count: 9 }, { name: "items", types: ["list"], count: 9 }] },
    { name: "B", type: "track" as const, count: 20, first_seen: null, last_seen: "", properties: [{ name: "size", types: ["text"], count: 20 }] },
  ];
  const offered = (events: string[] | undefined, numeric: boolean) => propertyGroups(seen, ["plan"], events, numeric).find((g) => g.group === "Event")?.items.map((i) => i.value);
  expect(offered(undefined, false)).toEqual(["properties.size", "properties.price"]);
  expect(offered(["A"], false)).toEqual(["properties.price"]);
  expect(offered(undefined, true)).toEqual(["value", "properties.price"]);
});
