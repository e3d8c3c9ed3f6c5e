import { describe, expect, test } from "vitest";
import { bodyOf, columnsOf, firstMap, keyFor, type LiveMap, mostTouchpoints, shownWith, withCell, withMoved } from "./map";
import { bend, heightOf, mood } from "./mood";
import { departed, inAll, inShort, lasting } from "./words";

const live: LiveMap = {
  id: "m", created: "", updated: "", created_by: "", name: "Map", took_ms: 1, scanned: { customers: 1, events: 1 },
  personas: [{ key: "p", name: "P" }], stages: [{ key: "a", name: "A", counted: true }, { key: "b", name: "B", counted: true }],
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
  test("keeps a touchpoint's number with it when it moves, and says none that was not counted", () => {
    const cell = { persona: "p", stage: "a", touchpoints: [{ name: "Cart", event: "Cart Viewed" }, { name: "Poster" }, { name: "Order", event: "Order Completed" }] };
    const before = { ...live, cells: [{ ...cell, numbers: null, mood: null, counts: [{ customers: 7, events: 9 }, { customers: 0, events: 0 }, { customers: 2, events: 3 }] }, ...(live.cells ?? []).slice(1)] };
    const names = (map: LiveMap, i: number) => map.cells?.[i]?.touchpoints?.map(({ name }) => name);
    const up = shownWith(before, withMoved(bodyOf(before), "p", { stage: "a", index: 2 }, { stage: "a", index: 0 }));
    expect(names(up, 0)).toEqual(["Order", "Cart", "Poster"]);
    expect(up.cells?.[0]?.counts?.map((c) => c?.customers)).toEqual([2, 7, 0]);
    const away = shownWith(before, withMoved(bodyOf(before), "p", { stage: "a", index: 0 }, { stage: "b", index: Number.POSITIVE_INFINITY }));
    expect([names(away, 0), names(away, 1)]).toEqual([["Poster", "Order"], ["Cart"]]);
    expect(away.cells?.[1]?.counts).toEqual([null]);
    expect(shownWith(away, bodyOf(before)).cells?.[0]?.counts?.map((c) => c?.customers)).toEqual([undefined, 0, 2]);
  });
  test("moves a touchpoint only to where it can stand", () => {
    const many = Array.from({ length: mostTouchpoints }, (_, i) => ({ name: `T${i}` }));
    const body = withCell(withCell(bodyOf(live), "p", "a", (c) => ({ ...c, touchpoints: many })), "p", "b", (c) => ({ ...c, touchpoints: [{ name: "One" }] }));
    expect(withMoved(body, "p", { stage: "b", index: 0 }, { stage: "a", index: 0 })).toBe(body);
    expect(withMoved(body, "p", { stage: "b", index: 1 }, { stage: "b", index: 0 })).toBe(body);
    expect(withMoved(body, "p", { stage: "b", index: 0 }, { stage: "b", index: 0 })).toBe(body);
  });
  test("shows stages of its own at once, keeps what is written for those it leaves out, and none where they are the workspace's", () => {
    const model = [{ key: "a", name: "A" }, { key: "b", name: "B" }];
    const columns = columnsOf([{ key: "box", name: " Unboxing " }, { key: "b", name: "B" }, { key: "c", name: "See" }], [...model, { key: "c", name: "C" }]);
    expect(columns).toEqual([{ stage: "box", name: "Unboxing" }, { stage: "b" }, { stage: "c", name: "See" }]);
    const shown = shownWith(live, { ...bodyOf(live), columns });
    expect(shown.stages).toEqual([{ key: "box", name: "Unboxing", counted: false }, { key: "b", name: "B", counted: true }, { key: "c", name: "See", counted: false }]);
    expect(shown.cells?.map(({ stage }) => stage)).toEqual(["box", "b", "c", "a"]);
    expect(bodyOf(shown)).toEqual({ ...bodyOf(live), columns });
    expect(columnsOf(model, model)).toEqual([]);
    expect(columnsOf([...model].reverse(), model)).toEqual([{ stage: "b" }, { stage: "a" }]);
    expect(bodyOf(shownWith(shown, bodyOf(live)))).toEqual(bodyOf(live));
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
  const [departure] = answer.departures;
  const left = (customers: number, share: number) => inShort({ ...answer, deviated: { ...group, customers }, departures: departure ? [{ ...departure, customers: share * customers, share }] : [] }, "EUR");
  expect(left(60, 0.4)).toContain("the largest part (40%) stopped");
  expect(left(20, 0.75)).toContain("the most (15 of 20) stopped");
  expect(inShort({ ...answer, rate: null, customers: 5, followed: { ...group, customers: 2 } }, "EUR")).toContain("too few");
  expect(departed({ how: "order", step: 0 }, ["See"])).toBe("did See later than meant");
});

test("what leaving costs in all is said without signs", () => {
  const of = (total: number, low: number, high: number) => inAll({ conversion: null, conversion_interval: null, value: 1, value_interval: { low, high }, total, total_interval: { low, high } }, "EUR");
  expect(of(-2000, -3000, -1000)).toBe("are together worth about €2,000 less than as many who follow; with 95% confidence between €1,000 and €3,000 less.");
  expect(of(2000, 1000, 3000)).toContain("€2,000 more than as many who follow; with 95% confidence between €1,000 and €3,000 more.");
  expect(of(-1000, -3000, 1000)).toContain("€1,000 less than as many who follow; with 95% confidence between €3,000 less and €1,000 more.");
});

test("how long a step may take is said in words", () => {
  expect(["", "1d", "30m", "90s", "2w", "soon"].map(lasting)).toEqual(["any time", "within 1 day", "within 30 minutes", "within 90 seconds", "within 2 weeks", "within soon"]);
});
