import { describe, expect, test } from "vitest";
import { bodyOf, firstMap, keyFor, type LiveMap, shownWith, withCell } from "./map";
import { bend, heightOf, mood } from "./mood";
import { departed, inShort } from "./words";

const live: LiveMap = {
  id: "m", created: "", updated: "", created_by: "", name: "Map", took_ms: 1, scanned: { customers: 1, events: 1 },
  personas: [{ key: "p", name: "P" }], stages: [{ key: "a", name: "A" }, { key: "b", name: "B" }],
  cells: [
    { persona: "p", stage: "a", actions: ["walks"], numbers: { customers: 3, events: 4, went_on: 1, rate: null, interval: null, median_seconds: null }, mood: null, counts: [] },
    { persona: "p", stage: "b", numbers: null, mood: null, counts: [] },
  ],
};

describe("a journey map", () => {
  test("is stored without what was counted", () => {
    expect(bodyOf(live)).toEqual({ name: "Map", personas: live.personas, cells: [{ persona: "p", stage: "a", actions: ["walks"] }] });
  });
  test("shows a change at once, beside the numbers that are known", () => {
    const body = withCell(withCell(bodyOf(live), "p", "a", (cell) => ({ ...cell, actions: ["runs"] })), "p", "b", (cell) => ({ ...cell, owner: "Ada" }));
    const shown = shownWith(live, body);
    expect(shown.cells?.[0]).toMatchObject({ actions: ["runs"], numbers: { customers: 3 } });
    expect(shown.cells?.[1]).toMatchObject({ stage: "b", owner: "Ada" });
    expect(bodyOf(shown)).toEqual(body);
  });
  test("begins with the stages' own events and the way to the goal", () => {
    const map = firstMap({ stages: [{ key: "a", name: "A", rules: [{ event: "Seen" }, { event: "Seen" }] }, { key: "b", name: "B", rules: [{ event: "*" }] }], key_events: { goal: "Bought", did: "bought", figures: [], path: ["Seen", "Bought"] } });
    expect(map.cells).toEqual([{ persona: "everybody", stage: "a", touchpoints: [{ name: "Seen", event: "Seen" }] }]);
    expect(map.ideal?.steps).toEqual([{ event: "Seen" }, { event: "Bought" }]);
  });
  test("gives each persona a key of its own", () => {
    expect(keyFor("Müller & Söhne", [])).toMatch(/^[a-z0-9][a-z0-9-]*$/);
    expect(keyFor("New", ["new"])).toBe("new-2");
    expect(keyFor("…", [])).toBe("persona");
  });
});

describe("the curve", () => {
  test("puts good above bad, within the drawing", () => {
    expect(heightOf(1)).toBeLessThan(heightOf(0));
    expect(heightOf(5)).toBe(heightOf(1));
    expect(bend([{ x: 0, y: 1 }, { x: 10, y: 2 }])).toBe("M0,1C5,1 5,2 10,2");
    expect([mood(0.9), mood(0), mood(-0.2), mood(null)]).toEqual(["very good", "mixed", "bad", "too few to say"]);
  });
});

test("the answer says where the ideal is left, and promises nothing", () => {
  const group = { customers: 60, converted: null, value: 1 };
  const answer = { customers: 100, underway: 0, followed: { ...group, customers: 40 }, deviated: group, rate: 0.4, interval: { low: 0.3, high: 0.5 }, steps: ["See", "Buy"], took_ms: 1, scanned: { customers: 1, events: 1 }, cost: null,
    departures: [{ ...group, step: 1, how: "left" as const, share: 1, instead: [{ event: null, customers: 60 }] }] };
  expect(inShort(answer, "EUR")).toBe("40% follow it. Of those who leave, most (100%) stopped before Buy; next they do nothing more.");
  expect(inShort({ ...answer, rate: null, customers: 5, followed: { ...group, customers: 2 } }, "EUR")).toContain("too few");
  expect(departed({ how: "order", step: 0 }, ["See"])).toBe("did See later than meant");
});
