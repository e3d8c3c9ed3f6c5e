import type { Interval } from "./question";

/** One hour, day, week or month of the time axis. */
export type Bucket = {
  /** Its begin as the API gave it, in the zone of the question. */
  time: string;
  /** Whether it lies in the range with all its time, and is over. */
  whole: boolean;
};

const hour = 3_600_000;
const lengths: Record<Interval, number> = { hour, day: 24 * hour, week: 168 * hour, month: 28 * 24 * hour };

/** The buckets that have begun; what lies in the future has nothing to show. */
export function bucketsOf(times: string[], interval: Interval, { from, to }: { from: string; to: string }, now: number): Bucket[] {
  return times.filter((time) => Date.parse(time) <= now).map((time) => {
    const at = times.indexOf(time);
    const next = times[at + 1];
    const end = next ? Date.parse(next) : endOf(time, interval);
    return { time, whole: Date.parse(time) >= Date.parse(from) && end <= Math.min(Date.parse(to), now) };
  });
}

function endOf(time: string, interval: Interval): number {
  const begin = Date.parse(time);
  if (interval !== "month") return begin + lengths[interval];
  // The begin is the first of a month at midnight in its own zone.
  const [year, month] = time.split("-").map(Number) as [number, number];
  return begin + Date.UTC(year, month, 1) - Date.UTC(year, month - 1, 1);
}

const axisParts: Record<Interval, Intl.DateTimeFormatOptions> = {
  hour: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  day: { day: "numeric", month: "short" },
  week: { day: "numeric", month: "short" },
  month: { month: "short", year: "numeric" },
};
const longParts: Record<Interval, Intl.DateTimeFormatOptions> = {
  hour: { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  day: { weekday: "short", day: "numeric", month: "short", year: "numeric" },
  week: { day: "numeric", month: "short", year: "numeric" },
  month: { month: "long", year: "numeric" },
};

/** A time under the axis. */
export function axisLabel(time: string, interval: Interval, zone: string): string {
  return new Date(time).toLocaleString(undefined, { ...axisParts[interval], timeZone: zone });
}

/** A time in the table and beside the pointer. */
export function longLabel(time: string, interval: Interval, zone: string): string {
  const text = new Date(time).toLocaleString(undefined, { ...longParts[interval], timeZone: zone });
  return interval === "week" ? `Week of ${text}` : text;
}

/** A time as spreadsheets read it: the day, with its hour where hours are counted. */
export function plainTime(time: string, interval: Interval): string {
  return interval === "hour" ? time.slice(0, 16).replace("T", " ") : time.slice(0, 10);
}

/** Why a bucket is only a part. */
export function partWords(bucket: Bucket, last: boolean): string {
  return bucket.whole ? "" : last ? "so far" : "in part";
}
