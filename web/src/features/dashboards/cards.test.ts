import { expect, test } from "vitest";
import type { SavedQuery } from "@/shared/saved/question";
import { daysOf, moved, questionOf } from "./cards";
import { firstDashboard, readyCards } from "./ready";

test("a card moves to its place, and no further than the ends", () => {
  const list = ["a", "b", "c", "d"];
  expect(moved(list, 0, 2)).toEqual(["b", "c", "a", "d"]);
  expect(moved(list, 3, 0)).toEqual(["d", "a", "b", "c"]);
  expect(moved(list, 1, -5)).toEqual(["b", "a", "c", "d"]);
  expect(moved(list, 1, 99)).toEqual(["a", "c", "d", "b"]);
  expect(moved(list, 9, 0)).toEqual(list);
});

test("a card asks its own question, its saved one, or nothing when that is gone", () => {
  const query: SavedQuery = { id: "q1", name: "Orders", analysis: "trend", question: { series: [] }, range: "7d", created: "", updated: "", created_by: "" };
  const own = { analysis: "stages", question: {} };
  expect(questionOf({ inline: own }, [query])).toEqual(own);
  expect(questionOf({ query: "q1" }, [query])).toMatchObject({ saved: "q1", name: "Orders" });
  expect(questionOf({ query: "q2" }, [query])).toBeUndefined();
  expect([daysOf(query, undefined), daysOf(query, "90d"), daysOf(own, undefined)]).toEqual(["7d", "90d", "30d"]);
});

test("ready-made cards ask only for what was seen", () => {
  const event = (name: string) => ({ name, count: 1, properties: [] }) as unknown as Parameters<typeof readyCards>[0][number];
  expect(JSON.stringify(readyCards([]))).not.toContain("Order Completed");
  expect(readyCards([event("Order Completed"), event("Page Viewed")]).map(({ title }) => title)).toContain("The way to an order");
  expect(firstDashboard([]).cards?.length).toBeGreaterThan(2);
});
