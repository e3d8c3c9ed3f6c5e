import { queryOptions } from "@tanstack/react-query";
import { answer, api, type Schemas } from "@/shared/api/client";
import { answerWithProgress, type Progress } from "@/shared/api/stream";

export type Opportunity = Schemas["Opportunity"];
export type State = Opportunity["state"];

/** How far the search is; heard while it goes on, asked for never. */
export const searchedQuery = queryOptions<Progress | null>({ queryKey: ["opportunities-progress"], queryFn: () => null, enabled: false, initialData: null });

/** The one queue of everything that could go better, the best first. */
export const opportunitiesQuery = queryOptions({
  queryKey: ["opportunities"],
  queryFn: async ({ signal, client }) => {
    client.setQueryData(searchedQuery.queryKey, null);
    const hear = (progress: Progress) => client.setQueryData(searchedQuery.queryKey, progress);
    return (await answerWithProgress<{ items: Opportunity[] | null }>("/api/v1/opportunities", { signal, hear })).items ?? [];
  },
  staleTime: 60_000,
});

/** What is open or tested of what was found last, and when that was: asked for without a search, so that it can stand on the first screen. */
export const knownQuery = queryOptions({
  queryKey: ["opportunities", "known"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/opportunities", { params: { query: { known: true } }, signal })),
});

export function decide(id: string, state: State, note: string, at?: string): Promise<Opportunity> {
  return answer(api.PUT("/api/v1/opportunities/{id}", { params: { path: { id } }, body: { state, note, ...(at && { at }) } }));
}
