import { describe, expect, test } from "vitest";
import { layout } from "./layout";
import type { Move, StageNumbers } from "./queries";
import { describeMove, inShort, namer } from "./words";

const stage = (key: string, customers: number): StageNumbers => ({ key, name: key.toUpperCase(), customers, entered: customers, median_seconds: 60, lapsed: 0, lapsed_interval: null });
const move = (from: string, to: string, customers: number): Move => ({ from, to, customers, rate: 0.5, median_seconds: 3600, interval: customers < 15 ? null : { low: 0.4, high: 0.6 } });
const stages = [stage("a", 100), stage("b", 50), stage("c", 10)];

describe("layout", () => {
  const moves = [move("start", "a", 100), move("a", "b", 50), move("a", "c", 5), move("c", "a", 2), move("b", "lapsed", 20), move("x", "y", 3), move("b", "c", 0)];
  test("every move of known stages is a band of its kind; nobody's moves are none", () => {
    const kinds = Object.fromEntries(layout(stages, moves, false).bands.map((b) => [b.id, b.kind]));
    expect(kinds).toEqual({ "start>a": "start", "a>b": "forward", "a>c": "skip", "c>a": "back", "b>lapsed": "lapsed" });
  });
  test("bands are as wide as the customers who made them, and the widest lie below", () => {
    const { bands } = layout(stages, moves, false);
    const width = (id: string) => bands.find((b) => b.id === id)?.width ?? 0;
    expect(width("start>a") / width("a>b")).toBeCloseTo(2);
    expect(bands.map((b) => b.width)).toEqual([...bands.map((b) => b.width)].sort((x, y) => y - x));
  });
  test("stations stand in order, inside the drawing, in both directions", () => {
    for (const upright of [false, true]) {
      const map = layout(stages, moves, upright);
      const along = map.stations.map((s) => (upright ? s.y : s.x));
      expect(along).toEqual([...along].sort((x, y) => x - y));
      for (const s of map.stations) {
        expect(s.x - s.radius).toBeGreaterThan(0);
        expect(s.x + s.radius).toBeLessThan(map.width);
        expect(s.y + s.radius).toBeLessThan(map.height);
      }
    }
  });
  test("nothing breaks without stages", () => {
    expect(layout([], [], false).stations).toEqual([]);
  });
});

describe("words", () => {
  const name = namer(stages);
  test("a move reads as a sentence", () => {
    expect(describeMove(move("a", "b", 50), name)).toBe("50 customers moved from A to B (50%, 40–60%, of those who were there), half of them within 1 h");
    expect(describeMove(move("a", "b", 1), name)).toBe("1 customer moved from A to B (too few to say which share of those who were there), half of them within 1 h");
    expect(describeMove(move("start", "a", 2), name)).toContain("2 customers began their journey in A");
    expect(describeMove(move("b", "lapsed", 2), name)).toContain("fell silent in B");
  });
  test("the map in short names the strongest move and the greatest loss", () => {
    const text = inShort({ stages, transitions: [move("a", "b", 50), move("b", "a", 90), move("b", "lapsed", 20)], took_ms: 1, scanned: { customers: 1, events: 1 } });
    expect(text).toContain("160 customers have");
    expect(text).toContain("from A to B, by 50");
    expect(text).toContain("in B: 20");
  });
});
