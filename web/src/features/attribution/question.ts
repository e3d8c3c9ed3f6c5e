import type { Schemas } from "@/shared/api/client";
import { describeFilter, type Filter, isComplete, showProperty } from "@/shared/filters/filters";
import { keep, readFilters, readList, readOneOf, readRecord, readSelector, readSpan, readText, readWhole, type Selector, writeFilters, writeSelector } from "@/shared/question/read";
import type { Bounds } from "@/shared/range/range";
import { type Model, models } from "./models";

export type AttributionQuestion = {
  conversion: Selector;
  value?: string;
  touch: string;
  lookback: string;
  /** Which models are asked for; none: all that can be. */
  models: Model[];
  order: number;
  halfLife?: string;
  /** The events that mean lead and opportunity; empty where not said. */
  milestones: [string, string];
  where: Filter[];
};

/** Reads a question from the address. Whatever is missing or wrong gets its default. */
export function decodeAttribution(raw: unknown, goal: string): AttributionQuestion {
  const q = readRecord(raw);
  const conversion = readSelector(q.conversion);
  const [lead, opportunity] = readList(q.milestones).map((part) => readSelector(part).events[0] ?? "");
  const wanted = readList(q.models).flatMap((name) => readOneOf<Model>(name, models.map(({ key }) => key)) ?? []);
  return {
    conversion: conversion.events.length > 0 ? conversion : { events: [goal], where: conversion.where },
    touch: readText(q.touch) ?? "channel",
    lookback: readSpan(q.lookback) ?? "30d",
    models: [...new Set(wanted)],
    order: readWhole(q.markov_order, 1, 4) ?? 1,
    milestones: [lead ?? "", opportunity ?? ""],
    where: readFilters(q.where),
    ...keep("value", readText(q.value)),
    ...keep("halfLife", readSpan(q.half_life)),
  };
}

/** The question with its two events; once both are named, W-shaped is among the models that are asked for. */
export function withMilestones(question: AttributionQuestion, milestones: [string, string]): AttributionQuestion {
  const { models } = question;
  const chosen = models.length > 0 && milestones.every(Boolean) && !models.includes("w_shaped");
  return { ...question, milestones, models: chosen ? [...models, "w_shaped"] : models };
}

/** The question for the address. W-shaped is asked for as soon as both its events are named. */
export function encodeAttribution(question: AttributionQuestion): Omit<Schemas["AttributionDefinition"], "from" | "to"> {
  const { conversion, value, touch, lookback, order, halfLife, milestones, where } = question;
  const complete = milestones.every(Boolean);
  const wanted = question.models.filter((model) => model !== "w_shaped" || complete);
  return {
    conversion: writeSelector(conversion) ?? {},
    touch,
    lookback,
    ...keep("value", value),
    ...(wanted.length > 0 && { models: wanted }),
    ...(order !== 1 && { markov_order: order }),
    ...keep("half_life", halfLife),
    ...(complete && { milestones: milestones.map((event) => ({ event })) }),
    ...keep("where", writeFilters(where)),
  };
}

export const askAttribution = (question: AttributionQuestion, bounds: Bounds): Schemas["AttributionDefinition"] => ({ ...encodeAttribution(question), ...bounds });

const touches: Record<string, { one: string; many: string }> = {
  channel: { one: "Channel", many: "channels" }, source: { one: "Source", many: "sources" }, campaign: { one: "Campaign", many: "campaigns" },
};

export function touchName(touch: string): { one: string; many: string } {
  return touches[touch] ?? { one: showProperty(touch), many: `values of ${showProperty(touch)}` };
}

/** The question in words: what is credited to what, and on what conditions. */
export function inWords(question: AttributionQuestion): { what: string; conditions: string } {
  return {
    what: `${question.conversion.events.join(" or ")} by ${touchName(question.touch).one.toLowerCase()}`,
    conditions: [`touches up to ${Number.parseInt(question.lookback, 10)} ${{ s: "seconds", m: "minutes", h: "hours", d: "days", w: "weeks" }[question.lookback.slice(-1)] ?? ""} before`, ...question.where.filter(isComplete).map((filter) => `where ${describeFilter(filter)}`)].join(", "),
  };
}
