/** What the live view of stages keeps: who is on the way, and the latest moves. Pure and bounded. */
import type { Schemas } from "@/shared/api/client";

export type LiveEvent = Schemas["LiveEvent"];

/** A customer who did something a moment ago. */
export type Mark = {
  id: string;
  /** What people call the customer. */
  name: string;
  named: boolean;
  /** Key of the stage in which they stand; null before the first. */
  stage: string | null;
  /** What they did last, and when. */
  event: string;
  at: number;
};

export type Move = { key: string; id: string; name: string; from: string | null; to: string; event: string; at: number };

export type Board = {
  /** By stage: those who came into it last stand first. */
  marks: Mark[];
  /** The newest first. */
  moves: Move[];
  /** How many moves there were in all: tells that there was a new one. */
  moved: number;
};

export const mostMarks = 60;
export const mostMoves = 30;
/** Who did nothing for so long has left the picture. */
export const patience = 15 * 60_000;

export const emptyBoard: Board = { marks: [], moves: [], moved: 0 };

/** The board after an event. */
export function take(board: Board, event: LiveEvent): Board {
  if (event.bot || !event.customer_id) return board;
  const at = Date.parse(event.time);
  const known = board.marks.find((mark) => mark.id === event.customer_id);
  // What happened earlier and came late changes the past, not where somebody stands.
  if (known && at < known.at) return board;
  const mark: Mark = { id: event.customer_id, ...nameOf(event), stage: event.stage, event: event.event || known?.event || "Said who they are", at };
  const stays = known && known.stage === mark.stage;
  const marks = stays ? board.marks.map((other) => (other === known ? mark : other)) : [mark, ...board.marks.filter((other) => other !== known)];
  const next = { ...board, marks: recent(marks, at) };
  if (!event.stage || event.stage === event.stage_before) return next;
  const move: Move = { key: event.message_id, id: mark.id, name: mark.name, from: event.stage_before, to: event.stage, event: mark.event, at };
  return { ...next, moves: [move, ...board.moves].slice(0, mostMoves), moved: board.moved + 1 };
}

/** The board of events that are known already, the newest first as they are listed. */
export function begin(events: LiveEvent[]): Board {
  return [...events].sort((a, b) => Date.parse(a.time) - Date.parse(b.time)).reduce(take, emptyBoard);
}

/** Those who did something lately, the most active ones where they are many. */
export function recent(marks: Mark[], now: number): Mark[] {
  const present = marks.filter((mark) => now - mark.at < patience);
  if (present.length <= mostMarks) return present;
  const kept = new Set([...present].sort((a, b) => b.at - a.at).slice(0, mostMarks));
  return present.filter((mark) => kept.has(mark));
}

function nameOf({ customer_name }: LiveEvent): { name: string; named: boolean } {
  return { name: customer_name ?? "Unknown visitor", named: customer_name !== null && !customer_name.startsWith("Visitor ") };
}

type Named = { key: string; name: string };

/** A move as a sentence. */
export function moveInWords(move: Move, stages: Named[]): string {
  const name = (key: string) => stages.find((stage) => stage.key === key)?.name ?? key;
  return move.from ? `${move.name} moved from ${name(move.from)} to ${name(move.to)}` : `${move.name} began in ${name(move.to)}`;
}

/** Several moves in one breath, for those who hear the screen. */
export function movesInShort(moves: Move[], stages: Named[]): string {
  if (moves.length === 0) return "";
  if (moves.length <= 2) return moves.map((move) => moveInWords(move, stages)).join(". ");
  const into = stages.map((stage) => ({ name: stage.name, n: moves.filter((move) => move.to === stage.key).length })).filter(({ n }) => n > 0);
  return `${moves.length} customers moved: ${into.map(({ name, n }) => `${n} to ${name}`).join(", ")}`;
}
