import type { Schemas } from "@/shared/api/client";
import { everything, type Trend } from "./queries";
import { fullName, type Series, seriesName } from "./question";
import { type Bucket, bucketsOf } from "./time";

/** One line of the picture: a series, or one of its values. */
export type Line = {
  key: string;
  /** Short, for the end of the line. */
  name: string;
  series: Series;
  /** Its place in the question. */
  index: number;
  /** The value of the split, as the answer shows it. */
  value: unknown;
  values: (number | null)[];
  /** The same line in the range before, where it was there. */
  before?: (number | null)[];
  distinct?: { current: number; before: number };
};

export type Picture = {
  buckets: Bucket[];
  /** All lines; the picture shows the first of each series, the table all. */
  lines: Line[];
  shown: Line[];
  /** Which buckets are drawn and compared: whole ones, as half a day is no dip. */
  drawn: number[];
  /** Whether the range before was recorded from near its beginning. */
  covered: boolean;
};

const mostLines = 8;

export function pictureOf(trend: Trend): Picture {
  const { question, interval, current, before, bounds, now } = trend;
  const buckets = bucketsOf(current.times ?? [], interval, bounds, now);
  const all = buckets.map((_, i) => i);
  const whole = all.filter((i) => buckets[i]?.whole);
  const found = (current.series ?? []).flatMap((line) => {
    const index = Number(line.name);
    const series = question.series[index];
    return series ? [{ line, index, series }] : [];
  });
  const past = new Map((before.series ?? []).map((line) => [keyOf(line), line.values ?? []]));
  const names = uniqueNames(found.map(({ line, series }) => nameOf(line, series, question.series, question.breakdown)));
  const lines = found.map(({ line, index, series }, i): Line => ({
    key: keyOf(line),
    name: names[i] ?? "",
    series,
    index,
    value: line.breakdown,
    values: (line.values ?? []).slice(0, buckets.length),
    before: past.get(keyOf(line)),
    distinct: trend.distinct[index],
  }));
  const each = question.breakdown ? Math.max(1, Math.floor(mostLines / question.series.length)) : 1;
  const shown = question.series.flatMap((_, index) => lines.filter((line) => line.index === index && (!question.breakdown || hasAny(line))).slice(0, each));
  return { buckets, lines, shown, drawn: whole.length >= 2 ? whole : all, covered: isCovered(before) };
}

export function hasAny(line: Line): boolean {
  return line.values.some((value) => value !== null && value !== 0);
}

function keyOf(line: Schemas["TrendLine"]): string {
  return `${line.name} ${JSON.stringify(line.breakdown ?? null)}`;
}

/** A value of the breakdown as people read it: days of the week, which are counted from Monday, by their names. */
export function valueName(value: unknown, breakdown?: string): string {
  if (value === null || value === undefined || value === "") return "Unknown";
  if (breakdown === "weekday" && typeof value === "number") return new Date(Date.UTC(2024, 0, value)).toLocaleDateString(undefined, { weekday: "long", timeZone: "UTC" });
  return value === "(other)" ? "All others" : String(value);
}

function nameOf(line: Schemas["TrendLine"], series: Series, all: Series[], breakdown: string | undefined): string {
  const twin = all.filter((other) => seriesName(other) === seriesName(series)).length > 1;
  const own = twin ? fullName(series) : seriesName(series);
  if (breakdown === undefined) return own;
  const value = valueName(line.breakdown, breakdown);
  return all.length === 1 ? value : `${value} · ${own}`;
}

/** Tables and pictures tell lines apart by their names. */
export function uniqueNames(names: string[]): string[] {
  const used = new Map<string, number>();
  return names.map((name) => {
    const n = (used.get(name) ?? 0) + 1;
    used.set(name, n);
    return n === 1 ? name : `${name} (${n})`;
  });
}

function isCovered(before: Schemas["TrendAnswer"]): boolean {
  const times = before.times ?? [];
  const first = times.findIndex((_, i) => (before.series ?? []).some((line) => line.name === everything && (line.values?.[i] ?? 0) > 0));
  return first >= 0 && first <= times.length / 5;
}
