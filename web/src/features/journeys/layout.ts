import type { Move, StageNumbers } from "./queries";

/**
 * The stage map's geometry: stages are stations along a path that bends, moves
 * between them are bands as wide as the customers who made them. All numbers
 * are in the units of the drawing's viewBox. Pure.
 */
export type Station = { key: string; name: string; place: number; x: number; y: number; radius: number; customers: number; lapsed: number };
export type BandKind = "start" | "forward" | "skip" | "back" | "lapsed";
export type Band = { id: string; kind: BandKind; from: string; to: string; move: Move; path: string; width: number; place: number };
export type Map = { width: number; height: number; stations: Station[]; bands: Band[]; upright: boolean };

const widest = 46;
const thinnest = 1.25;

type Point = { along: number; across: number };

/** Lays the map out from left to right, or upright for narrow screens. */
export function layout(stages: StageNumbers[], moves: Move[], upright: boolean): Map {
  const gap = upright ? 132 : Math.max(120, Math.min(190, 1080 / Math.max(stages.length, 1)));
  const bend = upright ? 14 : 30;
  const middle = upright ? 92 : 235;
  const begin = upright ? 84 : 110;
  const most = Math.max(1, ...stages.map((s) => s.customers));
  const at = (place: number): Point => ({ along: begin + place * gap, across: middle + (place % 2 === 0 ? -bend : bend) });
  const put = (p: Point) => (upright ? `${round(p.across)} ${round(p.along)}` : `${round(p.along)} ${round(p.across)}`);

  const stations = stages.map((s, place) => {
    const p = at(place);
    return {
      key: s.key, name: s.name, place, customers: s.customers, lapsed: s.lapsed,
      x: upright ? p.across : p.along, y: upright ? p.along : p.across,
      radius: round((upright ? 9 : 11) + (upright ? 13 : 20) * Math.sqrt(s.customers / most)),
    };
  });
  const places = new Map(stages.map((s, place) => [s.key, place]));
  const busiest = Math.max(1, ...moves.map((m) => m.customers));
  const scale = upright ? 0.62 : 1;

  const bands: Band[] = [];
  for (const move of moves) {
    if (move.customers <= 0) continue;
    const shape = shapeOf(move, places, at, upright);
    if (!shape) continue;
    bands.push({
      id: `${move.from}>${move.to}`, kind: shape.kind, from: move.from, to: move.to, move, place: shape.place,
      path: curve(shape.points, put), width: round(Math.max(thinnest, widest * scale * (move.customers / busiest))),
    });
  }
  // Wide bands lie below narrow ones, so that none is hidden.
  bands.sort((a, b) => b.width - a.width);
  const length = begin + (stages.length - 1) * gap + (upright ? 96 : 120);
  return { width: upright ? 360 : round(length), height: upright ? round(length) : 430, stations, bands, upright };
}

type Shape = { kind: BandKind; points: [Point, Point, Point, Point]; place: number };

function shapeOf(move: Move, places: globalThis.Map<string, number>, at: (place: number) => Point, upright: boolean): Shape | undefined {
  const from = places.get(move.from);
  const to = places.get(move.to);
  const reach = upright ? 0.42 : 1;
  if (move.from === "start" && to !== undefined) {
    const p = at(to);
    const source = { along: p.along - (upright ? 62 : 88), across: p.across - (to === 0 ? 0 : 128 * reach) };
    return { kind: "start", place: to, points: [source, { along: source.along + 44, across: source.across }, { along: p.along - 34, across: p.across - (to === 0 ? 0 : 34 * reach) }, p] };
  }
  if (from === undefined) return undefined;
  const a = at(from);
  if (move.to === "lapsed") {
    const sink = { along: a.along + (upright ? 46 : 34), across: a.across + (upright ? -58 : 150) };
    return { kind: "lapsed", place: from, points: [a, { along: a.along + 8, across: a.across + (upright ? -34 : 64) }, { along: sink.along - 6, across: sink.across - (upright ? 0 : 60) }, sink] };
  }
  if (to === undefined) return undefined;
  const b = at(to);
  const distance = b.along - a.along;
  if (to > from) {
    const lift = to - from === 1 ? 0 : (62 + 34 * (to - from - 1)) * reach;
    return {
      kind: to - from === 1 ? "forward" : "skip", place: from,
      points: [a, { along: a.along + distance * 0.42, across: a.across - lift * 1.33 }, { along: b.along - distance * 0.42, across: b.across - lift * 1.33 }, b],
    };
  }
  const drop = Math.min(98, 44 + 16 * (from - to)) * reach;
  return { kind: "back", place: from, points: [a, { along: a.along + distance * 0.3, across: a.across + drop * 1.33 }, { along: b.along - distance * 0.3, across: b.across + drop * 1.33 }, b] };
}

function curve([a, b, c, d]: [Point, Point, Point, Point], put: (p: Point) => string): string {
  return `M${put(a)}C${put(b)} ${put(c)} ${put(d)}`;
}

function round(n: number): number {
  return Math.round(n * 10) / 10;
}
