import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { answer, api, type Schemas } from "@/shared/api/client";

export type Plan = Schemas["PlanResponseBody"];
export type Row = Schemas["Checked"];
export type Property = Schemas["CheckedProperty"];
export type PlannedEvent = Schemas["PlannedEvent"];

/** The plan beside what came in; asked for again and again, so that the list is live. */
export const planQuery = queryOptions({
  queryKey: ["plan"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/plan", { signal })),
  refetchInterval: 3000,
});

export const sourcesQuery = queryOptions({
  queryKey: ["sources"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/sources", { signal })),
});

/** Replaces what the owner adds to the plan, or takes out of it. */
export function usePutPlan() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas["PlanRequestBody"]) => answer(api.PUT("/api/v1/plan", { body })),
    onSuccess: (now) => client.setQueryData(planQuery.queryKey, now),
  });
}
