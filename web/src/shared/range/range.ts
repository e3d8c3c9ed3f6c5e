import type { SegmentRule } from "@/shared/segment/rule";

/**
 * The date range of a screen, as it stands in the URL: "7d", "30d", "90d",
 * "180d", "365d", or two days "2026-03-01..2026-03-31" (both included).
 */
export type Preset = "7d" | "30d" | "90d" | "180d" | "365d";
export const presets: { value: Preset; label: string }[] = [
  { value: "7d", label: "Last 7 days" },
  { value: "30d", label: "Last 30 days" },
  { value: "90d", label: "Last 90 days" },
  { value: "180d", label: "Last 6 months" },
  { value: "365d", label: "Last 12 months" },
];
export const defaultRange: Preset = "30d";

/** Screens whose questions need a longer time to have an answer. */
const longer: Record<string, Preset> = { "/understand/retention": "90d", "/understand/attribution": "90d", "/understand/rfm": "365d", "/understand/voices": "90d", "/compare": "90d", "/ideal-customer": "365d" };

/** What a screen shows while its address names no range. */
export function usualRange(path: string): Preset {
  return longer[path] ?? defaultRange;
}

/** What every question of a screen takes over: its days, which customers are looked at, and whether people or firms are counted. */
export type Bounds = { from: string; to: string; counting?: "accounts"; segment?: SegmentRule };

const between = /^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/;

/** Whether a text from the URL is a range. */
export function isRange(text: unknown): text is string {
  if (typeof text !== "string") return false;
  if (presets.some((p) => p.value === text)) return true;
  const match = between.exec(text);
  return match !== null && (match[1] as string) <= (match[2] as string) && !Number.isNaN(Date.parse(match[2] as string));
}

/** The begin of a calendar day in a time zone, as an instant. */
export function startOfDay(date: string, zone: string): Date {
  const guess = new Date(`${date}T00:00:00Z`);
  // The offset may itself change on that day, so it is asked for twice.
  const once = new Date(guess.getTime() - offsetAt(guess, zone));
  return new Date(guess.getTime() - offsetAt(once, zone));
}

function offsetAt(at: Date, zone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit",
  }).formatToParts(at);
  const get = (type: string) => Number(parts.find((p) => p.type === type)?.value);
  return Date.UTC(get("year"), get("month") - 1, get("day"), get("hour"), get("minute"), get("second")) - Math.floor(at.getTime() / 1000) * 1000;
}

/** The calendar day of an instant in a time zone, as YYYY-MM-DD. */
export function dayOf(at: Date, zone: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(at);
}

export function addDays(date: string, days: number): string {
  const at = new Date(`${date}T12:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/**
 * What a range asks the API for: whole days of the workspace's time zone. A
 * preset ends with the present day, so that today's events are seen at once.
 */
export function bounds(range: string, zone: string, now: Date = new Date()): Bounds {
  const match = between.exec(range);
  const today = dayOf(now, zone);
  const first = match ? (match[1] as string) : addDays(today, 1 - Number.parseInt(range, 10));
  const last = match ? (match[2] as string) : today;
  return { from: startOfDay(first, zone).toISOString(), to: startOfDay(addDays(last, 1), zone).toISOString() };
}

/** Whether a range means other days tomorrow. */
export function isRelative(range: string): boolean {
  return !between.test(range);
}

/** The days that a range means today, as a range that keeps meaning them. */
export function fixedDays(range: string, zone: string, now: Date = new Date()): string {
  if (!isRelative(range)) return range;
  const today = dayOf(now, zone);
  return `${addDays(today, 1 - Number.parseInt(range, 10))}..${today}`;
}

/** The equally long range just before. */
export function previous({ from, to, ...rest }: Bounds): Bounds {
  const length = Date.parse(to) - Date.parse(from);
  return { ...rest, from: new Date(Date.parse(from) - length).toISOString(), to: from };
}

/**
 * The range before, cut where the present one is cut: a day that has only just
 * begun is not held against a whole one.
 */
export function rangeBefore(bounds: Bounds, now: Date): Bounds {
  const before = previous(bounds);
  const rest = Date.parse(bounds.to) - now.getTime();
  return rest > 0 && now.getTime() > Date.parse(bounds.from) ? { ...before, to: new Date(Date.parse(before.to) - rest).toISOString() } : before;
}

/** An interval that gives a chart some ten to a hundred points. */
export function intervalFor({ from, to }: Bounds): "hour" | "day" | "week" | "month" {
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
  if (days <= 2) return "hour";
  if (days <= 100) return "day";
  if (days <= 400) return "week";
  return "month";
}

export function label(range: string): string {
  return presets.find((p) => p.value === range)?.label ?? range.replace("..", " to ");
}
