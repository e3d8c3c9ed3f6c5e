import { count, duration, percent, plural } from "@/shared/format/format";
import { range, tooFew } from "@/shared/statistics/rate";
import type { Move, StageNumbers, StagesAnswer } from "./queries";

/** Names of stages and of the two ends, for sentences. */
export function namer(stages: StageNumbers[]): (key: string) => string {
  const names = new Map(stages.map((s) => [s.key, s.name]));
  return (key) => names.get(key) ?? (key === "start" ? "nothing" : key === "lapsed" ? "silence" : key);
}

/** One move in a sentence. */
export function describeMove(move: Move, name: (key: string) => string): string {
  const who = plural(move.customers, "customer");
  const when = move.median_seconds === null || move.median_seconds === undefined ? "" : `, half of them within ${duration(move.median_seconds)}`;
  const share = move.interval ? `${percent(move.rate)}, ${range(move.interval)},` : `${tooFew} which share`;
  if (move.from === "start") return `${who} began their journey in ${name(move.to)} (${share} of all who came)`;
  if (move.to === "lapsed") return `${who} fell silent in ${name(move.from)} (${share} of those who were there)`;
  return `${who} moved from ${name(move.from)} to ${name(move.to)} (${share} of those who were there)${when}`;
}

/** What the map says, in one or two sentences. */
export function inShort({ stages, transitions }: StagesAnswer): string {
  const list = stages ?? [];
  const moves = transitions ?? [];
  const name = namer(list);
  const place = new Map(list.map((s, i) => [s.key, i]));
  const total = list.reduce((sum, s) => sum + s.customers, 0);
  const forward = moves.filter((m) => (place.get(m.to) ?? -1) > (place.get(m.from) ?? 99)).sort((a, b) => b.customers - a.customers)[0];
  const lost = moves.filter((m) => m.to === "lapsed").sort((a, b) => b.customers - a.customers)[0];
  const parts = [`${plural(total, "customer")} ${total === 1 ? "has" : "have"} a journey in this range.`];
  if (forward) parts.push(`The strongest move is from ${name(forward.from)} to ${name(forward.to)}, by ${count(forward.customers)}.`);
  if (lost && lost.customers > 0) parts.push(`Most who fall silent do so in ${name(lost.from)}: ${count(lost.customers)}.`);
  return parts.join(" ");
}
