import type { Schemas } from "@/shared/api/client";
import { describeFilter, type Filter, isComplete, ownActs } from "@/shared/filters/filters";
import { keep, readFilters, readOneOf, readRecord, readSelector, type Selector, writeFilters, writeSelector } from "@/shared/question/read";
import type { Bounds } from "@/shared/range/range";

export const bys = ["channel", "source", "medium", "campaign", "referrer_host"] as const;
export type By = (typeof bys)[number];
export type LandingQuestion = { goal: Selector; where: Filter[] };
export type SourcesQuestion = LandingQuestion & { by: By };

export const byNames: Record<By, { one: string; title: string }> = {
  channel: { one: "channel", title: "Channels" },
  source: { one: "source", title: "Sources" },
  medium: { one: "medium", title: "Mediums" },
  campaign: { one: "campaign", title: "Campaigns" },
  referrer_host: { one: "referring site", title: "Referring sites" },
};

/** Buying in a shop or by phone is no visit that a page or a source could be judged by, nor is a message that was sent. */
const online: Filter = { property: "channel", op: "not_in", value: ["Store", "Phone"] };

/** Reads a question from the address. Whatever is missing or wrong gets its default; where nothing is asked yet, visits online are meant. */
export function decodeLanding(raw: unknown, goal: string): LandingQuestion {
  const q = readRecord(raw);
  const read = readSelector(q.goal);
  return { goal: read.events.length > 0 ? read : { events: [goal], where: read.where }, where: raw === undefined ? [online, ownActs] : readFilters(q.where) };
}

export function decodeSources(raw: unknown, goal: string): SourcesQuestion {
  return { ...decodeLanding(raw, goal), by: readOneOf<By>(readRecord(raw).by, bys) ?? "channel" };
}

/** The question for the address. */
export function encodeLanding({ goal, where }: LandingQuestion): Omit<Schemas["VisitsLanding"], "from" | "to"> {
  return { ...keep("goal", writeSelector(goal)), ...keep("where", writeFilters(where)) };
}

export function encodeSources({ by, ...rest }: SourcesQuestion): Omit<Schemas["VisitsSources"], "from" | "to"> {
  return { by, ...encodeLanding(rest) };
}

export const askLanding = (question: LandingQuestion, bounds: Bounds): Schemas["VisitsLanding"] => ({ ...encodeLanding(question), ...bounds });
export const askSources = (question: SourcesQuestion, bounds: Bounds): Schemas["VisitsSources"] => ({ ...encodeSources(question), ...bounds });

/** What counts, and on what conditions. */
export function inWords({ goal, where }: LandingQuestion): string {
  const conditions = where.filter(isComplete).map(describeFilter).join(" and ");
  return `a visit converts with ${goal.events.join(" or ")}${conditions && `, where ${conditions}`}`;
}
