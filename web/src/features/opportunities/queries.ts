import { queryOptions } from "@tanstack/react-query";
import { answer, api, type Schemas } from "@/shared/api/client";

export type Opportunity = Schemas["Opportunity"];
export type State = Opportunity["state"];

/** The one queue of everything that could go better, the best first. */
export const opportunitiesQuery = queryOptions({
  queryKey: ["opportunities"],
  queryFn: async ({ signal }) => (await answer(api.GET("/api/v1/opportunities", { signal }))).items ?? [],
  staleTime: 60_000,
});

export function decide(id: string, state: State, note: string): Promise<Opportunity> {
  return answer(api.PUT("/api/v1/opportunities/{id}", { params: { path: { id } }, body: { state, note } }));
}
