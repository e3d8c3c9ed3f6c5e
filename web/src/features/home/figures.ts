/** The workspace's key events and the answers of the API → the cards of the home page. All functions are pure. */
import type { Schemas } from "@/shared/api/client";
import { ownActs } from "@/shared/filters/filters";
import { count, money, plural } from "@/shared/format/format";
import type { People } from "@/shared/people/people";
import type { Statistic } from "@/shared/statistics/explanations";
import { fewest, type Range, range, rateText } from "@/shared/statistics/rate";
import type { Bounds } from "@/shared/range/range";
import { type Change, changeOf, goalClause, isCovered, shareChange, strayOf } from "./compare";

export type Interval = NonNullable<Schemas["TrendDefinition"]["interval"]>;
export type KeyEvents = Schemas["KeyEvents"];
type Planned = Schemas["KeyFigure"];
type Selector = { event?: string; events?: string[]; where?: Schemas["Filter"][] };
export type TrendQuestion = { series: (Selector & { measure: string })[]; interval?: Interval; breakdown?: string };
export type FunnelQuestion = { steps: Selector[]; window?: string };
export type Opening = { to: "/understand/trends"; q: TrendQuestion } | { to: "/understand/funnel"; q: FunnelQuestion };

const any = "*";

/** Which events a figure is about, in the shortest form; without any, whatever customers do. */
function selector(events: string[] | null | undefined, where?: Schemas["Filter"][] | null): Selector {
  const names = events ?? [];
  const filters = [...(names.length === 0 ? [ownActs] : []), ...(where ?? [])];
  return { ...(names.length === 1 ? { event: names[0] } : names.length > 1 ? { events: names } : {}), ...(filters.length > 0 ? { where: filters } : {}) };
}

/** A step needs an event; any stands for all. */
function step(events: string[] | null | undefined, where?: Schemas["Filter"][] | null): Selector {
  return { ...((events ?? []).length === 0 ? { event: any } : {}), ...selector(events, where) };
}

/** The lines that are drawn: every visitor first, then those of each figure. A sum of money also asks how often it was paid; a share has no line. */
export function linesToAsk(key: KeyEvents): TrendQuestion["series"] {
  return [{ ...selector([]), measure: "customers" }, ...(key.figures ?? []).flatMap(linesOf)];
}

function linesOf(figure: Planned): TrendQuestion["series"] {
  const about = selector(figure.events, figure.where);
  if (figure.measure === "share") return [];
  return figure.measure === "sum:value" ? [{ ...about, measure: figure.measure }, { ...about, measure: "count" }] : [{ ...about, measure: figure.measure }];
}

/** The customers who are counted once over the whole range: visitors, those who reached the goal, then each figure's. */
export function peopleToAsk(key: KeyEvents): FunnelQuestion["steps"][] {
  return [[step([])], [step([key.goal, ...(key.also ?? [])])], ...(key.figures ?? []).map(stepsOf)];
}

function stepsOf(figure: Planned): FunnelQuestion["steps"] {
  const last = step(figure.events, figure.where);
  return figure.measure === "share" ? [step(figure.of, figure.where), last] : [last];
}

type Measured = { line: number[]; times: number; people: number; went: number; /** Where the share of those who went lies; nothing for too few. */ interval: Range | null };
export type Figures = { times: string[]; visits: number[]; visitors: number; reached: number; figures: Measured[] };

export function figuresOf(key: KeyEvents, trend: Schemas["TrendAnswer"], people: Schemas["FunnelAnswer"][]): Figures {
  const line = (index: number) => (trend.series?.[index]?.values ?? []).map((value) => value ?? 0);
  let next = 1;
  const lines = (key.figures ?? []).map((figure) => linesOf(figure).map(() => line(next++)));
  const at = (index: number, place = 0) => people[index]?.steps?.[place]?.count ?? 0;
  return {
    times: trend.times ?? [],
    visits: line(0),
    visitors: at(0),
    reached: at(1),
    figures: lines.map(([drawn = [], often = drawn], i) => ({ line: drawn, times: sum(often), people: at(i + 2), went: at(i + 2, 1), interval: people[i + 2]?.steps?.[1]?.step_interval ?? null })),
  };
}

export type KeyFigure = {
  label: string;
  value: string;
  /** What the number says, where the label alone does not. */
  aside: string;
  change: Change;
  line?: { now: number[]; before: number[] };
  share?: number;
  opening: Opening;
  /** Who stands behind the number. */
  people: People;
  /** How many they are. */
  some: number;
};

/** Only spans that lie wholly within the range and in the past: half a day is no dip. */
export function wholeSpans(values: number[], times: string[], from: string, now: number): number[] {
  const kept = values.filter((_, i) => {
    const end = times[i + 1] ?? null;
    const begins = Date.parse(times[i] ?? "") >= Date.parse(from);
    const ended = end !== null || Date.parse(times[i] ?? "") + lengthOf(times) <= now;
    return begins && ended;
  });
  return kept.length >= 2 ? kept : values;
}

function lengthOf(times: string[]): number {
  const [a, b] = [times.at(-2), times.at(-1)];
  return a && b ? Date.parse(b) - Date.parse(a) : 0;
}

type Asked = { bounds: Bounds; now: number; currency: string; interval: Interval };

/** The cards. Without a range before that is covered by records nothing is compared. */
export function keyFigures(key: KeyEvents, now: Figures, before: Figures | undefined, asked: Asked): KeyFigure[] {
  const covered = before && isCovered(before.visits) ? before : undefined;
  const unknown: Change = { sign: "none", words: before ? "nothing before to compare with" : "comparing" };
  return (key.figures ?? []).flatMap((figure, i): KeyFigure[] => {
    const measured = now.figures[i];
    if (!measured) return [];
    const past = covered?.figures[i];
    const about = { label: figure.label, opening: openingOf(figure, asked.interval), people: behind(figure, asked.bounds) };
    if (figure.measure === "share") {
      const rate = measured.people === 0 ? null : measured.went / measured.people;
      const change = past ? shareChange({ part: measured.went, whole: measured.people }, { part: past.went, whole: past.people }) : unknown;
      const lies = measured.interval ? `, between ${range(measured.interval).replace("–", " and ")}` : "";
      return [{ ...about, value: rate === null ? "–" : rateText(rate, measured.interval), aside: `${count(measured.went)} of ${count(measured.people)} ${figure.note ?? ""}`.trim() + lies, change, share: measured.interval ? (rate ?? 0) : 0, some: measured.went }];
    }
    const total = totalOf(figure, measured);
    const change = past
      ? changeOf({ total, variance: varianceOf(measured.line, total), of: basisOf(figure, measured) }, { total: totalOf(figure, past), variance: varianceOf(past.line, totalOf(figure, past)), of: basisOf(figure, past) }, figure.measure === "sum:value" ? undefined : people)
      : unknown;
    const line = { now: wholeSpans(measured.line, now.times, asked.bounds.from, asked.now), before: past?.line ?? [] };
    return [{ ...about, value: figure.measure === "sum:value" ? money(total, asked.currency) : count(total), aside: asideOf(figure, measured, asked.currency), change, line, some: measured.people }];
  });
}

/** Cards are narrow: the noun stands in the label already. */
const people = { more: "more ", less: "fewer" };

/** Customers are counted once over the range; the rest adds up. */
function totalOf(figure: Planned, measured: Measured): number {
  return figure.measure === "customers" ? measured.people : sum(measured.line);
}

/** How many single things a total is made of. */
function basisOf(figure: Planned, measured: Measured): number {
  return figure.measure === "customers" ? measured.people : measured.times;
}

function asideOf(figure: Planned, measured: Measured, currency: string): string {
  if (figure.note) return figure.note;
  if (figure.measure === "count") return `by ${plural(measured.people, "customer")}`;
  if (figure.measure === "sum:value") return measured.times >= fewest ? `${money(sum(measured.line) / measured.times, currency)} on average` : measured.times > 0 ? `in ${plural(measured.times, "payment")}` : "nothing yet";
  return "customers";
}

/** The customers who are counted, or whose doings are. */
function behind(figure: Planned, bounds: Bounds): People {
  const steps = stepsOf(figure);
  return { analysis: "funnel", question: { ...bounds, steps }, of: { step: steps.length }, title: `Customers behind “${figure.label}”` };
}

function openingOf(figure: Planned, interval: Interval): Opening {
  if (figure.measure === "share") return { to: "/understand/funnel", q: { steps: stepsOf(figure) } };
  return { to: "/understand/trends", q: { series: [{ ...selector(figure.events, figure.where), measure: figure.measure }], interval } };
}

function sum(values: number[]): number {
  return values.reduce((all, value) => all + value, 0);
}

/** Customers counted once come less often than days add up to; their variance shrinks with them. */
function varianceOf(values: number[], total: number): number {
  const all = sum(values);
  return all === 0 ? 0 : strayOf(values) * (total / all) ** 2;
}

/** The statistics that the cards show. */
export function statisticsOf(key: KeyEvents): Statistic[] {
  const kinds: Record<string, Statistic[]> = { customers: ["customers"], count: ["times"], "sum:value": ["revenue", "average_value"], share: ["share"], sessions: ["visits"] };
  return [...new Set([...(key.figures ?? []).flatMap(({ measure }) => kinds[measure] ?? []), "change" as const])];
}

/** The range in a sentence. */
export function summary(key: KeyEvents, now: Figures, range: string, currency: string): string {
  if (now.visitors === 0) return `Nobody came by in ${range}.`;
  const came = `${plural(now.visitors, "customer")} came by in ${range}; ${goalClause(now.reached, key.did)}`;
  const worth = (key.figures ?? []).findIndex(({ measure }) => measure === "sum:value");
  const value = worth < 0 ? 0 : sum(now.figures[worth]?.line ?? []);
  return value > 0 ? `${came}, and ${(key.figures?.[worth]?.label ?? "").toLowerCase()} came to ${money(value, currency)}.` : `${came}.`;
}
