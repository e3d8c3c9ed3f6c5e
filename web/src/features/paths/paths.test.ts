import { describe, expect, test } from "vitest";
import { around, toGraph, waysThrough } from "./graph";
import { layOut, shorten } from "./layout";
import { decodePaths, encodePaths } from "./question";
import { inOneSentence } from "./sentence";

const answer = {
  nodes: [{ id: "0:a", depth: 0, name: "a", count: 60 }, { id: "0:b", depth: 0, name: "b", count: 40 }, { id: "1:c", depth: 1, name: "c", count: 50 }, { id: "1:(other)", depth: 1, name: "(other)", count: 10 }],
  links: [{ source: "0:a", target: "1:c", count: 45, median_seconds: 30 }, { source: "0:b", target: "1:c", count: 5, median_seconds: null }, { source: "0:a", target: "1:(other)", count: 10, median_seconds: 3 }],
  exits: [{ id: "0:b", count: 35 }, { id: "1:c", count: 50 }],
  took_ms: 1,
  scanned: { customers: 1, events: 1 },
} as Parameters<typeof toGraph>[0];
const graph = toGraph(answer);

describe("question", () => {
  test("what is missing or wrong gets its default, and the rest goes round", () => {
    for (const raw of [undefined, null, 5, "x", [], { by: "nonsense", depth: 99, where: "x" }]) expect(decodePaths(raw)).toMatchObject({ by: "event", unit: "session", depth: 5 });
    const asked = decodePaths({ by: "page", unit: "customer", depth: 4, top: 3, start: { event: "Signed Up" } });
    expect(decodePaths(encodePaths(asked))).toEqual(asked);
  });
});

describe("graph and drawing", () => {
  test("columns, shares and ends", () => {
    expect(graph.columns.map((c) => c.length)).toEqual([2, 2]);
    expect(graph.whole).toBe(100);
    expect(graph.columns[0]?.[1]?.exits).toBe(35);
    expect(around(graph, graph.columns[0]?.[0] as never).after[0]?.target.name).toBe("c");
  });
  test("ribbons leave and reach within their boxes", () => {
    const { boxes, ribbons } = layOut(graph, 800, 500);
    expect(ribbons).toHaveLength(3);
    const c = boxes.find((b) => b.node.name === "c");
    expect(ribbons.filter((r) => r.link.target === c?.node).reduce((sum, r) => sum + r.width, 0)).toBeCloseTo(c?.height ?? 0);
  });
  test("the ways through a step are strongest at the step", () => {
    const c = graph.columns[1]?.[0];
    const strength = waysThrough(graph, c as never);
    expect(strength.get(c as never)).toBe(1);
    expect([...strength.values()].every((s) => s >= 0 && s <= 1)).toBe(true);
  });
  test("long names are cut, addresses from the left", () => {
    expect(shorten("short", 200)).toBe("short");
    expect(shorten("/a/very/long/address/indeed", 80)).toMatch(/^….*indeed$/);
  });
  test("the sentence names the most frequent way and where most end", () => {
    expect(inOneSentence(graph, decodePaths({}))).toBe("Of 100 visits, most go a → c. 50 (50%) ended at c, as step 2.");
  });
});
