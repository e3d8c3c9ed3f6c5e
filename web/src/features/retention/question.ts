import type { Schemas } from "@/shared/api/client";
import { describeFilter, type Filter, isComplete } from "@/shared/filters/filters";
import { keep, readFilters, readOneOf, readRecord, readSelector, readWhole, type Selector, writeFilters, writeSelector } from "@/shared/question/read";
import type { Bounds } from "@/shared/range/range";

export const units = ["day", "week", "month"] as const;
export type Period = (typeof units)[number];
export type Entry = "first" | "every";
export type RetentionQuestion = { cohort: Selector; comeback: Selector; period: Period; periods: number; entry: Entry; where: Filter[] };

export const most = { least: 2, most: 60 };

/** Reads a question from the address. Whatever is missing or wrong gets its default: customers who reached the goal, and reach it again. */
export function decodeRetention(raw: unknown, goal: string): RetentionQuestion {
  const q = readRecord(raw);
  const selector = (part: unknown): Selector => {
    const read = readSelector(part);
    return read.events.length > 0 ? read : { events: [goal], where: read.where };
  };
  return {
    cohort: selector(q.cohort),
    comeback: selector(q.return),
    period: readOneOf<Period>(q.period, units) ?? "week",
    periods: readWhole(q.periods, most.least, most.most) ?? 12,
    entry: readOneOf<Entry>(q.entry, ["first", "every"]) ?? "first",
    where: readFilters(q.where),
  };
}

/** The question for the address. */
export function encodeRetention({ cohort, comeback, period, periods, entry, where }: RetentionQuestion): Omit<Schemas["RetentionDefinition"], "from" | "to"> {
  return { cohort: writeSelector(cohort) ?? {}, return: writeSelector(comeback) ?? {}, period, periods, entry, ...keep("where", writeFilters(where)) };
}

export function askRetention(question: RetentionQuestion, bounds: Bounds): Schemas["RetentionDefinition"] {
  return { ...encodeRetention(question), ...bounds };
}

const named = ({ events }: Selector) => (events.includes("*") ? "anything" : events.join(" or "));

/** The question in words: who is followed, and what coming back means. */
export function inWords({ cohort, comeback, period, entry, where }: RetentionQuestion): { what: string; conditions: string } {
  return {
    what: named(cohort) === named(comeback) ? `${named(cohort)}, and again` : `${named(cohort)}, then ${named(comeback)}`,
    conditions: [`${period} by ${period}`, entry === "first" ? "from each customer's first time in these days" : "from every time", ...where.filter(isComplete).map((filter) => `where ${describeFilter(filter)}`)].join(", "),
  };
}
