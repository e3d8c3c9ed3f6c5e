import type { People } from "@/shared/people/people";
import { count } from "@/shared/format/format";
import { showNumber } from "./facts";
import type { Line } from "./lines";
import type { Trend } from "./queries";
import { encodeTrend } from "./question";
import { longLabel } from "./time";

type Point = { line: Line; value: number | null | undefined; /** A point of the line; else all of it. */ time?: string };

/** The customers behind a point of a line, or behind all of it. */
export function peopleOf({ question, interval, bounds }: Trend, { line, value, time }: Point, { zone, currency }: { zone: string; currency: string }): People {
  const note = noteOf(line, value, currency);
  return {
    analysis: "trend",
    question: { series: [], ...encodeTrend(question), interval, ...bounds },
    of: { series: line.index, ...(time && { time }), ...(question.breakdown && { value: line.value ?? null }) },
    title: time ? `${line.name}, ${longLabel(time, interval, zone)}` : line.name,
    ...(note && { note }),
  };
}

/** What the number is, where it is none of customers. */
function noteOf({ series, distinct }: Line, value: number | null | undefined, currency: string): string | undefined {
  if (series.kind === "customers" || value === null || value === undefined) return undefined;
  if (series.kind === "sessions" && (distinct || Number.isInteger(value))) return `${count(value)} ${value === 1 ? "visit" : "visits"}`;
  if (series.kind === "count") return `${count(value)} ${value === 1 ? "event" : "events"}`;
  return showNumber(value, series, currency);
}
