import type { Schemas } from "@/shared/api/client";
import { keep, readOneOf, readRecord, readText } from "@/shared/question/read";
import type { Bounds } from "@/shared/range/range";

export type IdealQuestion = { goal: string; measure?: "value" | "conversions"; top: number };

export const tops = [0.1, 0.2, 0.3] as const;

/** Reads a question from the address. Whatever is missing or wrong gets its default. */
export function decodeIdeal(raw: unknown, goal: string): IdealQuestion {
  const q = readRecord(raw);
  return { goal: readText(readRecord(q.goal).event) ?? goal, top: tops.find((top) => top === q.top) ?? 0.2, ...keep("measure", readOneOf(q.measure, ["value", "conversions"] as const)) };
}

/** The question for the address. */
export function encodeIdeal({ goal, measure, top }: IdealQuestion): Omit<Schemas["CompareProfileDefinition"], "from" | "to"> {
  return { goal: { event: goal }, top, ...keep("measure", measure) };
}

export const askIdeal = (question: IdealQuestion, bounds: Bounds): Schemas["CompareProfileDefinition"] => ({ ...encodeIdeal(question), ...bounds });

/** What makes a customer one of the best, in words. */
export function inWords({ goal, top, measure }: IdealQuestion): string {
  return `The upper ${Math.round(top * 100)}% of customers with ${goal}, by ${measure === "conversions" ? "how often" : "what it was worth"}`;
}

/** A key for a persona that the map does not have yet. */
export function freeKey(name: string, taken: string[]): string {
  const stem = name.toLowerCase().normalize("NFKD").replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 40) || "persona";
  for (let n = 1; ; n++) {
    const key = n === 1 ? stem : `${stem}-${n}`;
    if (!taken.includes(key)) return key;
  }
}
