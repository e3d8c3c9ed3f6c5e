import type { Mark } from "./board";

/** Where everything on the board stands, in pixels. */
export type Shape = {
  wide: boolean;
  width: number;
  lanes: number;
  /** Marks of a lane that are shown. */
  slots: number;
  /** By lane: for how many marks there is room, where lanes lie below each other; all of them by default. */
  room?: number[];
};
export type Place = { x: number; y: number; width: number };

export const head = { wide: 132, narrow: 62 };
const row = { wide: 56, narrow: 50 };
const gap = 10;
const rail = 30;

/** Narrow boards have one lane below the other, two marks beside each other. */
function bottomOf(shape: Shape, lane: number): number {
  let y = 0;
  for (let i = 0; i <= lane; i++) y += head.narrow + Math.ceil(Math.min(shape.slots, shape.room?.[i] ?? shape.slots) / 2) * row.narrow + gap;
  return y;
}

export function heightOf(shape: Shape): number {
  return shape.wide ? head.wide + shape.slots * row.wide : bottomOf(shape, shape.lanes - 1);
}

/** Where a lane begins. */
export function laneAt(shape: Shape, lane: number): Place {
  const width = shape.width / Math.max(1, shape.lanes);
  return shape.wide ? { x: lane * width, y: 0, width } : { x: 0, y: bottomOf(shape, lane - 1), width: shape.width };
}

/** Where a mark stands. */
export function markAt(shape: Shape, lane: number, slot: number): Place {
  const begin = laneAt(shape, lane);
  if (shape.wide) return { x: begin.x, y: head.wide + slot * row.wide, width: begin.width - gap };
  const width = (shape.width - rail - gap) / 2;
  return { x: rail + (slot % 2) * (width + gap), y: begin.y + head.narrow + Math.floor(slot / 2) * row.narrow, width };
}

export type Placed = { mark: Mark; lane: number; place: Place };

/** How many marks stand in each lane. */
export function countByLane(marks: Mark[], keys: string[]): number[] {
  return keys.map((key) => marks.filter((mark) => mark.stage === key).length);
}

/** The marks that find room, and how many of each lane do not. */
export function placeMarks(marks: Mark[], keys: string[], shape: Shape): { placed: Placed[]; more: number[] } {
  const used = keys.map(() => 0);
  const placed: Placed[] = [];
  for (const mark of marks) {
    const lane = keys.indexOf(mark.stage ?? "");
    if (lane < 0) continue;
    const slot = used[lane] ?? 0;
    used[lane] = slot + 1;
    if (slot < shape.slots) placed.push({ mark, lane, place: markAt(shape, lane, slot) });
  }
  // In a fixed order, so that a mark that changes its place keeps its element and glides.
  placed.sort((a, b) => (a.mark.id < b.mark.id ? -1 : 1));
  return { placed, more: used.map((n) => Math.max(0, n - shape.slots)) };
}
