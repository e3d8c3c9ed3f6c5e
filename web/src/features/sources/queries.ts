import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { answer, api, type Schemas } from "@/shared/api/client";

export type Source = Schemas["Source"];

/** Sources, asked for again and again: the screen waits for a first event. */
export const sourcesQuery = queryOptions({
  queryKey: ["sources"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/sources", { signal })),
  refetchInterval: 3000,
});

export function useCreateSource() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas["SourceRequestBody"]) => answer(api.POST("/api/v1/sources", { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: sourcesQuery.queryKey }),
  });
}

export function useRetireSource() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => answer(api.DELETE("/api/v1/sources/{id}", { params: { path: { id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: sourcesQuery.queryKey }),
  });
}
