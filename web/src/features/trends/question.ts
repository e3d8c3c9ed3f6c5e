import type { Schemas } from "@/shared/api/client";
import { describeFilter, type Filter, isComplete, isOwnActs, ownActs, showProperty } from "@/shared/filters/filters";
import { keep, readFilters, readList, readOneOf, readRecord, readSelector, readText, type Selector, writeFilters, writeSelector } from "@/shared/question/read";
import { type Bounds, intervalFor } from "@/shared/range/range";

/** What is measured: how many, or something about a number that the events carry. */
export const kinds = ["count", "customers", "sessions", "sum", "avg", "p50", "p95"] as const;
export type Kind = (typeof kinds)[number];
export const intervals = ["hour", "day", "week", "month"] as const;
export type Interval = (typeof intervals)[number];
/** Any of the `events`, "*" for every touchpoint; `property` is there for the measures of a number alone, `name` where somebody gave one. */
export type Series = Selector & { kind: Kind; property?: string; name?: string };
export type TrendQuestion = { series: Series[]; interval?: Interval; breakdown?: string; where: Filter[] };
type Seen = { name: string; count: number };

export const mostSeries = 6;
export const order = "Order Completed";

/** Whether a measure is one of a property's values. */
export function takesProperty(kind: Kind): boolean {
  return kind === "sum" || kind === "avg" || kind === "p50" || kind === "p95";
}

/** Who came, and what was ordered; without orders the most frequent events. */
export function defaultSeries(seen: Seen[]): Series[] {
  const names = seen.map(({ name }) => name).filter((name) => name !== "(other)");
  if (names.length === 0) return [];
  const counted = names.includes(order) ? [order] : [...seen].sort((a, b) => b.count - a.count).map(({ name }) => name).filter((name) => name !== "(other)").slice(0, 2);
  return [{ events: ["*"], kind: "customers", where: [ownActs] }, ...counted.map((event): Series => ({ events: [event], kind: "count", where: [] }))];
}

/** Whether a series is of every touchpoint. */
export const isEverything = ({ events }: Pick<Series, "events">): boolean => events.includes("*");

/** Reads a question from the address. Whatever is missing or wrong gets its default. */
export function decodeTrend(raw: unknown, seen: Seen[]): TrendQuestion {
  const q = readRecord(raw);
  const series = readList(q.series, mostSeries).flatMap(readSeries);
  return {
    series: series.length > 0 ? series : defaultSeries(seen),
    ...keep("interval", readOneOf<Interval>(q.interval, intervals)),
    ...keep("breakdown", readText(q.breakdown)),
    where: readFilters(q.where),
  };
}

function readSeries(raw: unknown): Series[] {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) return [];
  const { measure, name } = readRecord(raw);
  const { events, where } = readSelector(raw);
  return [{ events: events.length > 0 && !events.includes("*") ? events : ["*"], ...readMeasure(measure), where, ...keep("name", readText(name)) }];
}

function readMeasure(raw: unknown): { kind: Kind; property?: string } {
  const [name, ...rest] = (readText(raw) ?? "").split(":");
  const kind = readOneOf<Kind>(name, kinds) ?? "count";
  const property = rest.join(":");
  if (!takesProperty(kind)) return { kind };
  return property ? { kind, property } : { kind: "count" };
}

/** The question for the address; undefined while a series is still being filled in. */
export function encodeTrend(question: TrendQuestion): Pick<Schemas["TrendDefinition"], "series" | "interval" | "breakdown" | "where"> | undefined {
  const whole = question.series.filter((one) => one.events.some(Boolean) && (!takesProperty(one.kind) || one.property));
  if (whole.length === 0 || whole.length < question.series.length) return undefined;
  return {
    series: whole.map((one) => ({
      ...(isEverything(one) ? keep("where", writeFilters(one.where)) : writeSelector(one)),
      measure: takesProperty(one.kind) ? `${one.kind}:${one.property}` : one.kind,
      ...keep("name", one.name),
    })),
    ...keep("interval", question.interval),
    ...keep("breakdown", question.breakdown),
    ...keep("where", writeFilters(question.where)),
  };
}

const hours: Record<Interval, number> = { hour: 1, day: 24, week: 168, month: 720 };
const mostPoints = 750;

/** Whether an interval gives so many points that neither eye nor table can take them in. */
export function isTooFine(interval: Interval, { from, to }: Bounds): boolean {
  return (Date.parse(to) - Date.parse(from)) / 3_600_000 / hours[interval] > mostPoints;
}

/** The chosen interval, or the one that suits the range. */
export function intervalOf(question: TrendQuestion, bounds: Bounds): Interval {
  return question.interval && !isTooFine(question.interval, bounds) ? question.interval : intervalFor(bounds);
}

export const kindWords: Record<Kind, string> = {
  count: "How often it happens",
  customers: "Customers",
  sessions: "Visits",
  sum: "Sum of",
  avg: "Average of",
  p50: "Median of",
  p95: "95th percentile of",
};

/** What a series is called: "Customers with Order Completed", or as somebody named it. */
export function seriesName({ events, kind, property = "", name }: Series): string {
  if (name) return name;
  const all = events.includes("*");
  const event = events.filter(Boolean).join(" or ");
  const what = property === "value" ? "value" : showProperty(property);
  switch (kind) {
    case "count": return all ? "Touchpoints" : event;
    case "customers": return all ? "Customers" : `Customers with ${event}`;
    case "sessions": return all ? "Visits" : `Visits with ${event}`;
    case "sum": return all ? `Total ${what}` : `Total ${what} of ${event}`;
    case "avg": return all ? `Average ${what}` : `Average ${what} of ${event}`;
    case "p50": return all ? `Median ${what}` : `Median ${what} of ${event}`;
    case "p95": return all ? `95th percentile of ${what}` : `95th percentile of ${what} of ${event}`;
  }
}

/** The filters of a series in words, or nothing; that customers came, and were not only written to, goes without saying. */
export function whereWords(where: Filter[]): string {
  return where.filter((filter) => isComplete(filter) && !isOwnActs(filter)).map(describeFilter).join(" and ");
}

/** A series' name with its filters. */
export function fullName(series: Series): string {
  const words = whereWords(series.where);
  return words ? `${seriesName(series)} where ${words}` : seriesName(series);
}

/** Everything about the question but its series, in words. */
export function conditionsInWords(question: TrendQuestion, interval: Interval): string {
  const words = whereWords(question.where);
  return [`by ${interval}`, ...(question.breakdown ? [`split by ${showProperty(question.breakdown)}`] : []), ...(words ? [`where ${words}`] : [])].join(", ");
}
