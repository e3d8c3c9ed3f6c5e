import type { Schemas } from "@/shared/api/client";
import { between, count, percent, plural } from "@/shared/format/format";
import { fewest } from "@/shared/statistics/rate";
import type { Period } from "./question";

/** One number of the triangle: how many came back, and whether its period is still going on. */
export type Cell = { came: number; rate: number; open: boolean } | null;
export type Row = { start: string; size: number; cells: Cell[] };
/** behind is how many customers (or beginnings) have come to the period. */
export type Average = { period: number; rate: number; low: number; high: number; behind: number };
export type Triangle = {
  rows: Row[];
  averages: Average[];
  periods: number;
  members: number;
  /** The greatest rate after the cohorts' own period: what the colours go up to. */
  top: number;
};

/** The answer as the triangle that is drawn. Cohorts before the first customer, and periods that nobody reached, are left out. */
export function toTriangle(answer: Schemas["RetentionAnswer"]): Triangle {
  const cohorts = answer.cohorts ?? [];
  const first = Math.max(0, cohorts.findIndex(({ size }) => size > 0));
  const rows = cohorts.slice(first).map(({ start, size, values }, i): Row => ({
    start,
    size,
    // The last of all periods ends with the range, which is today or cuts it.
    cells: (values ?? []).map((came, later): Cell => (came === null || size === 0 ? null : { came, rate: came / size, open: first + i + later === cohorts.length - 1 })),
  }));
  const periods = Math.min(answer.rates?.length ?? 0, rows.length);
  const averages = (answer.rates ?? []).slice(0, periods).flatMap((rate, period): Average[] => {
    const interval = answer.intervals?.[period];
    const behind = rows.reduce((sum, { size, cells }) => sum + (cells[period] ? size : 0), 0);
    return rate === null || !interval || behind < fewest ? [] : [{ period, rate, low: interval.low, high: interval.high, behind }];
  });
  const later = rows.flatMap(({ size, cells }) => (size < fewest ? [] : cells.slice(1))).map((cell) => cell?.rate ?? 0);
  return { rows, averages, periods, members: rows.reduce((sum, { size }) => sum + size, 0), top: Math.max(0.01, ...(later.length > 0 ? later : rows.flatMap(({ cells }) => cells.slice(1).map((cell) => cell?.rate ?? 0)))) };
}

/** What a period is called, as a column: "Week 2". */
export function periodName(period: Period, later: number): string {
  return later === 0 ? `Same ${period}` : `${period.charAt(0).toUpperCase()}${period.slice(1)} ${later}`;
}

/** When a cohort began. */
export function cohortName(start: string, period: Period, zone: string): string {
  const at = new Date(start);
  if (period === "month") return at.toLocaleDateString(undefined, { month: "short", year: "numeric", timeZone: zone });
  return at.toLocaleDateString(undefined, { day: "numeric", month: "short", timeZone: zone });
}

/** What the triangle says: how many come back in the period after, and how long it lasts. A share is one of those who have come so far. */
export function inOneSentence({ averages, members, rows }: Triangle, period: Period, entry: "first" | "every"): string {
  const who = entry === "first" ? `${plural(members, "customer")} who began in these days` : `${count(members)} beginnings in these days`;
  const next = averages.find((average) => average.period === 1);
  if (!next) return `Of ${who} ${rows.some(({ cells }) => cells[1]) ? "too few have" : "nobody has"} had the time to come back in a later ${period} yet.`;
  const all = next.behind === members;
  const those = entry === "first" ? `${plural(members, "customer")} began in these days` : `There were ${count(members)} beginnings in these days`;
  const parts = [`${all ? `Of ${who}` : `${those}. Of the ${count(next.behind)} whose ${period} after has begun`}, ${percent(next.rate)} came back in ${all ? `the ${period} after` : "it"} (${between(next)}, with 95% confidence)`];
  const last = [...averages].reverse().find((average) => average.period <= 4);
  if (last && last.period > 1) parts.push(`${percent(last.rate)}${last.behind === next.behind ? "" : ` of ${count(last.behind)}`} in ${periodName(period, last.period).toLowerCase()}`);
  return `${parts.join(", and ")}.`;
}
