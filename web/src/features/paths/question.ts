import type { Schemas } from "@/shared/api/client";
import { describeFilter, type Filter, isComplete } from "@/shared/filters/filters";
import { keep, readFilters, readOneOf, readRecord, readSelector, readWhole, type Selector, writeFilters, writeSelector } from "@/shared/question/read";
import type { Bounds } from "@/shared/range/range";

export const kinds = ["event", "page", "channel", "stage"] as const;
export type By = (typeof kinds)[number];
export type Unit = "session" | "customer";
export type PathsQuestion = { by: By; unit: Unit; start: Selector; end: Selector; depth: number; top: number; where: Filter[] };

export const depths = { least: 3, most: 10 };

/** Reads a question from the address. Whatever is missing or wrong gets its default. */
export function decodePaths(raw: unknown): PathsQuestion {
  const q = readRecord(raw);
  const by = readOneOf<By>(q.by, kinds) ?? "event";
  return {
    by,
    // Channels and stages hardly change within a visit: there the customer's whole way is what is meant.
    unit: readOneOf<Unit>(q.unit, ["session", "customer"]) ?? (by === "event" || by === "page" ? "session" : "customer"),
    start: readSelector(q.start),
    end: readSelector(q.end),
    depth: readWhole(q.depth, depths.least, depths.most) ?? 5,
    top: readWhole(q.top, 1, 20) ?? 7,
    where: readFilters(q.where),
  };
}

/** The question for the address. */
export function encodePaths(question: PathsQuestion): Omit<Schemas["PathsDefinition"], "from" | "to"> {
  return {
    by: question.by,
    unit: question.unit,
    depth: question.depth,
    top: question.top,
    ...keep("start", writeSelector(question.start)),
    ...keep("end", writeSelector(question.end)),
    ...keep("where", writeFilters(question.where)),
  };
}

/** The question as the API takes it. */
export function askPaths(question: PathsQuestion, bounds: Bounds): Schemas["PathsDefinition"] {
  return { ...encodePaths(question), ...bounds };
}

export function unitName(unit: Unit, n: number): string {
  const word = unit === "session" ? "visit" : "customer";
  return n === 1 ? word : `${word}s`;
}

const things: Record<By, string> = { event: "What people do", page: "The pages people see", channel: "The channels people come by", stage: "The stages people pass" };

/** The question in words: what is shown, and on what conditions. */
export function inWords(question: PathsQuestion): { what: string; conditions: string } {
  const parts = [
    question.unit === "session" ? "visit by visit" : "over each customer's whole way",
    ...(question.start.events.length > 0 ? [`from ${question.start.events.join(" or ")} on`] : []),
    ...(question.end.events.length > 0 ? [`up to ${question.end.events.join(" or ")}`] : []),
    `${question.depth} steps`,
    ...question.where.filter(isComplete).map((filter) => `where ${describeFilter(filter)}`),
  ];
  return { what: things[question.by], conditions: parts.join(", ") };
}
