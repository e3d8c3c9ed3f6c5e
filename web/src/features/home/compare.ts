/** A range against the one before it. All functions are pure. */
import { count, percent } from "@/shared/format/format";
import { fewest } from "@/shared/statistics/rate";

/** In words and by sign; whether it is welcome, or none of both where chance explains it. */
export type Change = { sign: "up" | "down" | "level" | "none"; words: string; note?: string; welcome?: boolean };

/** Whether the range before is covered by records from near its beginning. */
export function isCovered(values: number[]): boolean {
  const first = values.findIndex((value) => value > 0);
  return first >= 0 && first <= values.length / 5;
}

/** How much a sum of daily values strays by chance: its variance, from the days themselves. */
export function strayOf(values: number[]): number {
  if (values.length < 3) return 0;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return (values.length * squares) / (values.length - 1);
}

/** A total, how much it strays, and of how many single things it is made. */
type Side = { total: number; variance: number; of: number };

/** An amount against what it was; `more` and `less` say it in the amount's own words. */
export function changeOf(now: Side, before: Side, words: { more: string; less: string } = { more: "more", less: "less" }): Change {
  if (before.total <= 0) return { sign: "none", words: now.total > 0 ? "none in the range before" : "none before either" };
  if (Math.min(now.of, before.of) < fewest) return { sign: "none", words: "too few to compare" };
  const difference = now.total - before.total;
  const share = difference / before.total;
  if (Math.abs(share) < 0.005) return { sign: "level", words: "the same" };
  const sign = difference > 0 ? "up" : "down";
  const size = share > 2 ? `${(now.total / before.total).toFixed(1)} times as ${words.more === "more" ? "much" : "many"}` : `${percent(Math.abs(share), Math.abs(share) < 0.1 ? 1 : 0)} ${difference > 0 ? words.more : words.less}`;
  if (Math.abs(difference) <= 1.96 * Math.sqrt(now.variance + before.variance)) return { sign, words: size, note: "within the usual ups and downs" };
  return { sign, words: size, welcome: difference > 0 };
}

type Part = { part: number; whole: number };

/** A share against what it was, in percentage points. */
export function shareChange(now: Part, before: Part): Change {
  if (before.whole === 0) return { sign: "none", words: "none in the range before" };
  if (Math.min(now.whole, before.whole) < fewest) return { sign: "none", words: "too few to compare" };
  const [p, q] = [now.part / now.whole, before.part / before.whole];
  const points = (p - q) * 100;
  if (Math.abs(points) < 0.05) return { sign: "level", words: "the same" };
  const sign = points > 0 ? "up" : "down";
  const words = `${Math.abs(points).toFixed(1)} points ${points > 0 ? "higher" : "lower"}`;
  const chance = 1.96 * Math.sqrt((p * (1 - p)) / now.whole + (q * (1 - q)) / before.whole);
  if (Math.abs(p - q) <= chance) return { sign, words, note: "within the usual ups and downs" };
  return { sign, words, welcome: points > 0 };
}

/** How a range is spoken of: "the last 30 days". */
export function rangeWords(label: string): string {
  return label.startsWith("Last") ? `the ${label.charAt(0).toLowerCase()}${label.slice(1)}` : `${label.replace(" to ", " until ")}`;
}

/** "1,344 of them ordered": a clause that fits no, one and many. */
export function goalClause(reached: number, did: string): string {
  return reached === 0 ? `nobody ${did}` : `${count(reached)} of them ${did}`;
}
