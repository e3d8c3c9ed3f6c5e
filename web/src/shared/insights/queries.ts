import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { answer, api } from "@/shared/api/client";
import type { Bounds } from "@/shared/range/range";

/** What lies beyond expectation among the workspace's key metrics. */
export function insightsQuery(bounds: Bounds) {
  return queryOptions({
    queryKey: ["insights", bounds],
    queryFn: ({ signal }) => answer(api.POST("/api/v1/query/insights", { body: { ...bounds }, signal })),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}
