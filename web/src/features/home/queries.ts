import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { answer, api, type Schemas } from "@/shared/api/client";
import { ownActs } from "@/shared/filters/filters";
import type { Bounds } from "@/shared/range/range";
import { figuresOf, type Interval, type KeyEvents, linesToAsk, peopleToAsk } from "./figures";

/** The key figures of one range: what is drawn by day, and who is counted once over all of it. */
export function figuresQuery(key: KeyEvents, bounds: Bounds, interval: Interval) {
  return queryOptions({
    queryKey: ["home", "figures", key, bounds, interval],
    queryFn: async ({ signal }) => {
      const [trend, ...people] = await Promise.all([
        answer(api.POST("/api/v1/query/trend", { body: { ...bounds, interval, series: linesToAsk(key) }, signal })),
        ...peopleToAsk(key).map((steps) => answer(api.POST("/api/v1/query/funnel", { body: { ...bounds, steps }, signal }))),
      ]);
      return figuresOf(key, trend, people);
    },
    placeholderData: keepPreviousData,
  });
}

/** Sessions by channel; whole months, as only the sums are shown. */
export function channelsQuestion(bounds: Bounds): Schemas["TrendDefinition"] {
  return { ...bounds, interval: "month", breakdown: "channel", series: [{ measure: "sessions", where: [ownActs] }] };
}

export function channelsQuery(bounds: Bounds) {
  return queryOptions({
    queryKey: ["home", "channels", bounds],
    queryFn: ({ signal }) => answer(api.POST("/api/v1/query/trend", { body: channelsQuestion(bounds), signal })),
    placeholderData: keepPreviousData,
  });
}

/** Those who were here last; asked for again while one looks. */
export const latestQuery = queryOptions({
  queryKey: ["home", "latest"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/customers", { params: { query: { limit: 8 } }, signal })),
  refetchInterval: 20_000,
});

/** Whether a source was made already, for the first steps. */
export const sourcesQuery = queryOptions({
  queryKey: ["home", "sources"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/sources", { signal })),
});
