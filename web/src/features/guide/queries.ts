import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { answer, api, type Schemas } from "@/shared/api/client";
import { meQuery } from "@/shared/api/me";
import { settingsQuery } from "@/shared/api/settings";

export const sourcesQuery = queryOptions({
  queryKey: ["sources"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/sources", { signal })),
});

/** What came in last; asked for again and again while the guide waits. */
export const arrivalsQuery = queryOptions({
  queryKey: ["guide", "arrivals"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/events", { params: { query: { limit: 20 } }, signal })),
});

export const quarantineQuery = queryOptions({
  queryKey: ["guide", "quarantine"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/quarantine", { params: { query: { limit: 20 } }, signal })),
});

export function useSaveSettings() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas["Change"]) => answer(api.PUT("/api/v1/settings", { body })),
    onSuccess: (now) => {
      client.setQueryData(settingsQuery.queryKey, now);
      return client.invalidateQueries({ queryKey: meQuery.queryKey });
    },
  });
}

export function useAddWebsite() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => answer(api.POST("/api/v1/sources", { body: { name: "Website", kind: "browser" } })),
    onSuccess: () => client.invalidateQueries({ queryKey: sourcesQuery.queryKey }),
  });
}
