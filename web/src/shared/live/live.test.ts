import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { begin, emptyBoard, type LiveEvent, mostMarks, mostMoves, movesInShort, patience, recent, take } from "./board";
import { countByLane, heightOf, placeMarks, type Shape } from "./places";

const start = Date.parse("2026-03-01T12:00:00Z");
const event = (customer: string | null, seconds: number, before: string | null, stage: string | null, more: Partial<LiveEvent> = {}): LiveEvent => ({
  message_id: `${customer}-${seconds}`, event: "Page Viewed", original_event: null, type: "track", time: new Date(start + seconds * 1000).toISOString(), received_at: new Date(start + seconds * 1000).toISOString(),
  customer_id: customer, customer_name: null, stage_before: before, stage, source: "s", page: null, device: null, country: null, value: null, bot: false, time_replaced: false, properties: {}, message: {}, ...more,
});
const stages = [{ key: "a", name: "Aware" }, { key: "b", name: "Buying" }];

describe("the board", () => {
  test("shows a customer where the latest event left them, and notes the move", () => {
    const board = [event("c_1", 0, null, "a"), event("c_1", 5, "a", "b", { customer_name: "Ada" })].reduce(take, emptyBoard);
    expect(board.marks).toMatchObject([{ id: "c_1", name: "Ada", named: true, stage: "b" }]);
    expect(board.moves.map(({ from, to }) => [from, to])).toEqual([["a", "b"], [null, "a"]]);
    expect(board.moved).toBe(2);
    expect(movesInShort(board.moves, stages)).toBe("Ada moved from Aware to Buying. Unknown visitor began in Aware");
  });
  test("stays as it is for robots, for nobody's events and for what came late", () => {
    const board = take(emptyBoard, event("c_1", 10, null, "b"));
    for (const other of [event("c_1", 5, null, "a"), event("c_2", 11, null, "a", { bot: true }), event(null, 12, null, null)]) expect(take(board, other)).toBe(board);
  });
  test("keeps places while customers stay in their stage, and puts who comes in first", () => {
    const board = [event("c_1", 0, null, "a"), event("c_2", 1, null, "a"), event("c_1", 2, "a", "a"), event("c_3", 3, null, "a")].reduce(take, emptyBoard);
    expect(board.marks.map(({ id }) => id)).toEqual(["c_3", "c_2", "c_1"]);
  });
  test("begins with a list that is newest first, and forgets who left", () => {
    const board = begin([event("c_2", 60, null, "b"), event("c_1", 0, null, "a")]);
    expect(board.marks.map(({ id }) => id)).toEqual(["c_2", "c_1"]);
    expect(recent(board.marks, start + patience).map(({ id }) => id)).toEqual(["c_2"]);
  });
  test("is bounded whatever comes", () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.nat(200), fc.nat(3000), fc.constantFrom(null, "a", "b"), fc.constantFrom(null, "a", "b")), { maxLength: 400 }), (all) => {
      const board = all.map(([c, s, before, stage]) => event(`c_${c}`, s, before, stage)).reduce(take, emptyBoard);
      expect(board.marks.length).toBeLessThanOrEqual(mostMarks);
      expect(board.moves.length).toBeLessThanOrEqual(mostMoves);
      expect(new Set(board.marks.map(({ id }) => id)).size).toBe(board.marks.length);
    }));
  });
  test("says many moves in one breath", () => {
    const board = [1, 2, 3].map((n) => event(`c_${n}`, n, null, n === 3 ? "b" : "a")).reduce(take, emptyBoard);
    expect(movesInShort(board.moves, stages)).toBe("3 customers moved: 2 to Aware, 1 to Buying");
  });
});

describe("places", () => {
  test("no two marks overlap, and all lie on the board", () => {
    fc.assert(fc.property(fc.boolean(), fc.integer({ min: 320, max: 1400 }), fc.integer({ min: 1, max: 8 }), fc.array(fc.nat(7), { maxLength: 60 }), (wide, width, slots, at) => {
      const shape: Shape = { wide, width, lanes: 6, slots };
      const marks = at.map((lane, i) => ({ id: `c_${i}`, name: "x", named: true, stage: String(lane), event: "e", at: 0 }));
      const keys = ["0", "1", "2", "3", "4", "5"];
      shape.room = countByLane(marks, keys);
      const { placed, more } = placeMarks(marks, keys, shape);
      for (const { place } of placed) {
        expect(place.x).toBeGreaterThanOrEqual(0);
        expect(place.x + place.width).toBeLessThanOrEqual(width + 0.01);
        expect(place.y + 46).toBeLessThanOrEqual(heightOf(shape) + 0.01);
      }
      for (const a of placed) for (const b of placed) if (a !== b) expect(Math.abs(a.place.y - b.place.y) >= 46 || Math.abs(a.place.x - b.place.x) >= a.place.width).toBe(true);
      expect(placed.length + more.reduce((sum, n) => sum + n, 0)).toBe(marks.filter(({ stage }) => Number(stage) < 6).length);
    }));
  });
});
