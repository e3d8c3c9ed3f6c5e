import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { answer, api, type Schemas } from "@/shared/api/client";
import { keep, writeFilters, writeSelector } from "@/shared/question/read";
import { type Bounds, rangeBefore } from "@/shared/range/range";
import { encodeTrend, type Interval, type Series, type TrendQuestion } from "./question";

/** An answer with the question that it belongs to: a later question's names must not stand on it. */
export type Trend = {
  question: TrendQuestion;
  interval: Interval;
  bounds: Bounds;
  now: number;
  current: Schemas["TrendAnswer"];
  before: Schemas["TrendAnswer"];
  /** How many different customers or visits a series has over the whole range, and in the one before. */
  distinct: ({ current: number; before: number } | undefined)[];
};

export function trendQuery(question: TrendQuestion, interval: Interval, bounds: Bounds) {
  return queryOptions({
    queryKey: ["trend", encodeTrend(question), interval, bounds],
    queryFn: async ({ signal }): Promise<Trend> => {
      const now = Date.now();
      const past = rangeBefore(bounds, new Date(now));
      const encoded = encodeTrend(question);
      // The place in the list as the name: an answer's lines are found again by it.
      const series = (encoded?.series ?? []).map((one, i) => ({ ...one, name: String(i) }));
      const ask = (range: Bounds, all: Schemas["TrendSeries"][]) => answer(api.POST("/api/v1/query/trend", { body: { ...encoded, series: all, interval, ...range }, signal }));
      // First what was asked, so that a refusal names the fields of the question.
      const current = await ask(bounds, series);
      const people = (one: Series, range: Bounds) =>
        answer(api.POST("/api/v1/query/funnel", {
          body: { ...range, unit: one.kind === "sessions" ? "session" : "customer", steps: [writeSelector(one) ?? {}], ...keep("where", writeFilters(question.where)) },
          signal,
        })).then((funnel) => funnel.steps?.[0]?.count ?? 0);
      const [before, ...distinct] = await Promise.all([
        ask(past, [...series, { measure: "count", name: everything }]),
        ...question.series.map(async (one) => {
          if (question.breakdown || (one.kind !== "customers" && one.kind !== "sessions")) return undefined;
          const [during, earlier] = await Promise.all([people(one, bounds), people(one, past)]);
          return { current: during, before: earlier };
        }),
      ]);
      return { question, interval, bounds, now, current, before, distinct };
    },
    enabled: question.series.length > 0,
    placeholderData: keepPreviousData,
  });
}

/** A trend of which one answer is known and nothing more can be asked: nothing stands beside it to compare with. */
export function givenTrend(question: TrendQuestion, interval: Interval, bounds: Bounds, answered: Schemas["TrendAnswer"], now: number): Trend {
  const lines = answered.series ?? [];
  const places = placesOf(lines, question.breakdown !== undefined);
  const current = { ...answered, series: lines.map((line, i) => ({ ...line, name: String(places[i]) })) };
  return { question, interval, bounds, now, current, before: { ...answered, times: [], series: [] }, distinct: [] };
}

/**
 * Of which series of the question each line is. Lines stand in the question's
 * order; with a split those of one series follow each other, each value once.
 */
export function placesOf(lines: Pick<Schemas["TrendLine"], "name" | "measure" | "breakdown">[], split: boolean): number[] {
  if (!split) return lines.map((_, i) => i);
  let place = -1;
  let seen = new Set<string>();
  let before = "";
  return lines.map(({ name, measure, breakdown }) => {
    const own = `${name} ${measure}`;
    const value = JSON.stringify(breakdown ?? null);
    if (own !== before || seen.has(value)) {
      place += 1;
      seen = new Set();
    }
    before = own;
    seen.add(value);
    return place;
  });
}

/** The line that tells whether anything at all was recorded then. */
export const everything = "everything";
