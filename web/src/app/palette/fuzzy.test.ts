import { expect, test } from "vitest";
import { misfit } from "./fuzzy";
import { accountItems, arrange, type Item, mapItems } from "./items";

test("what fits is found by begins, parts and letters, without case and accents", () => {
  for (const typed of ["", "ord", "COMPLETED", "or com", "ordcom", "eted"]) expect(misfit("Order Completed", typed), typed).toBeDefined();
  expect(misfit("Café", "cafe")).toBeDefined();
  for (const typed of ["x", "or x", "ocd9", "redro"]) expect(misfit("Order Completed", typed), typed).toBeUndefined();
});

test("the nearer fit comes first", () => {
  const order = (typed: string, texts: string[]) => [...texts].sort((a, b) => (misfit(a, typed) ?? 99) - (misfit(b, typed) ?? 99));
  expect(order("trend", ["My trends", "Trends", "Untrendy"])).toEqual(["Trends", "My trends", "Untrendy"]);
});

test("groups stand in the order of their best fit, and are short", () => {
  const item = (group: Item["group"], label: string): Item => ({ id: label, group, label, href: "/" });
  const items = [...Array.from({ length: 9 }, (_, i) => item("Events", `My orders ${i}`)), item("Screens", "Orders"), item("Screens", "Live")];
  const groups = arrange(items, "orders");
  expect(groups.map(({ group, items }) => [group, items.length])).toEqual([["Screens", 1], ["Events", 5]]);
});

test("firms are found by what the server searched, journey maps by their names", () => {
  const firm = { id: "acme-1", name: "Acme Ltd", first_seen: null, last_seen: null, members: 2, stage: "", traits: {}, value: 0, sessions: 1, touchpoints: 3 };
  const groups = arrange([...accountItems([firm]), ...mapItems([{ id: "map_1", name: "First visits" }, { id: "map_2", name: "Regulars" }])], "visits");
  expect(groups.map(({ group, items }) => [group, items.map((item) => "href" in item && item.href)])).toEqual([["Journey maps", ["/journeys/maps/map_1"]], ["Accounts", ["/accounts/acme-1"]]]);
});
