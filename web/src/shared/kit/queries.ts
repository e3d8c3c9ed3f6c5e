import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { answer, api, type Schemas } from "@/shared/api/client";
import { settingsQuery } from "@/shared/api/settings";

export type KitSummary = Schemas["KitSummary"];
export type Kit = Schemas["Kit"];
export type Effect = Schemas["Effect"];

export const kitsQuery = queryOptions({
  queryKey: ["kits"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/kits", { signal })),
  staleTime: 60_000,
});

export const kitQuery = (key: string) =>
  queryOptions({
    queryKey: ["kits", key],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/kits/{key}", { params: { path: { key } }, signal })),
    staleTime: Number.POSITIVE_INFINITY, // part of the program
  });

/** What putting a kit in would change. */
export const effectsQuery = (key: string) =>
  queryOptions({
    queryKey: ["kits", key, "effects"],
    queryFn: ({ signal }) => answer(api.POST("/api/v1/kits/{key}/apply", { params: { path: { key } }, body: { dry: true }, signal })),
    staleTime: 0,
  });

type Application = { key: string; overwrite?: Effect["part"][] };

/** Puts a kit in; every screen that shows stages, figures, the plan or dashboards asks anew. */
export function useApplyKit() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ key, overwrite = [] }: Application) =>
      answer(api.POST("/api/v1/kits/{key}/apply", { params: { path: { key } }, body: overwrite.length > 0 ? { overwrite: overwrite as ("stages" | "key_events")[] } : {} })),
    onSuccess: () =>
      Promise.all([kitsQuery.queryKey, settingsQuery.queryKey, ["plan"], ["stages"], ["saved"], ["dashboards"]].map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
}
