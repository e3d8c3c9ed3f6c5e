import type { Schemas } from "@/shared/api/client";
import { describeFilter, type Filter, isComplete } from "@/shared/filters/filters";
import { keep, readFilters, readRecord, readText, writeFilters } from "@/shared/question/read";
import type { Bounds } from "@/shared/range/range";

export type RfmQuestion = { event: string; value?: string; where: Filter[] };

/** Reads a question from the address. Whatever is missing or wrong gets its default. */
export function decodeRfm(raw: unknown, goal: string): RfmQuestion {
  const q = readRecord(raw);
  return { event: readText(q.event) ?? goal, where: readFilters(q.where), ...keep("value", readText(q.value)) };
}

/** The question for the address. */
export function encodeRfm({ event, value, where }: RfmQuestion): Omit<Schemas["RfmDefinition"], "from" | "to"> {
  return { event, ...keep("value", value), ...keep("where", writeFilters(where)) };
}

export const askRfm = (question: RfmQuestion, bounds: Bounds): Schemas["RfmDefinition"] => ({ ...encodeRfm(question), ...bounds });

export function conditionsInWords({ where }: RfmQuestion): string {
  return ["by how lately, how often and for how much", ...where.filter(isComplete).map((filter) => `where ${describeFilter(filter)}`)].join(", ");
}
