import type { Schemas } from "@/shared/api/client";
import { type Bounds, defaultRange, isRange } from "@/shared/range/range";
import { readRule } from "@/shared/segment/read";

/** A question as it is kept: what the address holds in `q`, and its days. */
export type SavedQuestion = Schemas["SavedQuestion"];
export type SavedQuery = Schemas["SavedQuery"];
type StoredRange = Pick<SavedQuestion, "range" | "from" | "to">;

const between = /^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/;

/** An address's range as it is kept. */
export function storedRange(range: string): StoredRange {
  const days = between.exec(range);
  if (days) return { range: "custom", from: days[1] as string, to: days[2] as string };
  return { range: range as StoredRange["range"] };
}

/** A kept range as it stands in addresses; nothing where none is kept. */
export function rangeOf({ range, from, to }: StoredRange): string | undefined {
  const text = range === "custom" ? `${from}..${to}` : range;
  return isRange(text) ? text : undefined;
}

/** The analyses that can be saved, with the screen of each. */
export const screens: Record<string, { to: string; name: string }> = {
  trend: { to: "/understand/trends", name: "Trend" },
  funnel: { to: "/understand/funnel", name: "Funnel" },
  paths: { to: "/understand/paths", name: "Paths" },
  retention: { to: "/understand/retention", name: "Retention" },
  rfm: { to: "/understand/rfm", name: "RFM" },
  compare: { to: "/compare", name: "Compare" },
  profile: { to: "/ideal-customer", name: "Ideal customer" },
  attribution: { to: "/understand/attribution", name: "Attribution" },
  sources: { to: "/understand/sources", name: "Traffic sources" },
  landing: { to: "/understand/landing", name: "Landing pages" },
  insights: { to: "/understand/insights", name: "What changed" },
  voices: { to: "/understand/voices", name: "Voices" },
  stages: { to: "/journeys", name: "Journeys" },
};

/** Their screens ask one question only. */
const questionless = ["stages", "insights"];

/** What a question says besides its own fields: which customers it looks at, and whether it counts people or firms. */
export type Whose = Pick<Bounds, "segment" | "counting">;

export function whoseOf(question: unknown): Whose {
  const { segment, counting } = (typeof question === "object" && question !== null ? question : {}) as Record<string, unknown>;
  const rule = segment === undefined ? undefined : readRule(segment);
  return { ...(rule && { segment: rule }), ...(counting === "accounts" && { counting }) };
}

export type Address = { to: string; search: { q?: unknown; range: string; saved?: string } & Whose };

/** Where a question is answered: on its analysis' own screen. */
export function addressOf(question: SavedQuestion, range = rangeOf(question) ?? defaultRange, saved?: string, whose = whoseOf(question.question)): Address | undefined {
  const screen = screens[question.analysis];
  if (!screen) return undefined;
  const { segment: _segment, counting: _counting, ...q } = question.question as Record<string, unknown>;
  return { to: screen.to, search: { ...(questionless.includes(question.analysis) ? {} : { q }), range, ...whose, ...(saved ? { saved } : {}) } };
}
