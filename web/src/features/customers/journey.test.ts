import { expect, test } from "vitest";
import { consentRows, identifierText } from "./identity";
import { joinPages, propertyRows, stageMoves } from "./journey";
import type { Session } from "./queries";

const touch = (id: string, stage: string | null, time = "2026-03-01T10:00:00Z") => ({ message_id: id, event: "Page Viewed", time, type: "page", page: "/", stage, device: "mobile", value: null, properties: {} });
const session = (id: string, touchpoints: Session["touchpoints"]): Session => ({ id, start: "2026-03-01T10:00:00Z", end: "2026-03-01T10:05:00Z", channel: "Direct", touchpoints });

test("a session that a page's end cut is one again", () => {
  const joined = joinPages([{ items: [session("s2", [touch("4", "a")]), session("s1", [touch("3", "a")])] }, { items: [session("s1", [touch("1", "a"), touch("2", "a")])] }]);
  expect(joined.map((s) => [s.id, s.touchpoints?.map((t) => t.message_id)])).toEqual([["s2", ["4"]], ["s1", ["1", "2", "3"]]]);
});

test("moves between stages are told by their direction", () => {
  const sessions = [session("s2", [touch("3", "a"), touch("4", "b")]), session("s1", [touch("1", "a"), touch("2", "b")])];
  const moves = stageMoves(sessions, ["a", "b"], true);
  expect(Object.fromEntries([...moves].map(([id, move]) => [id, move.way]))).toEqual({ 1: "begins", 2: "forward", 3: "back", 4: "forward" });
});

test("properties are rows, however deep they lie", () => {
  expect(propertyRows({ price: 5, product: { name: "Shirt" }, tags: ["a", "b"], none: null }).map((r) => r.name)).toEqual(expect.arrayContaining(["price"]));
  expect(propertyRows(null)).toEqual([]);
});

test("identifiers and consents read as words", () => {
  expect(identifierText({ kind: "email", value: "a@b.c" })).toContain("a@b.c");
  expect(consentRows({ email_marketing: true }).some((row) => row.answer === "yes")).toBe(true);
});
