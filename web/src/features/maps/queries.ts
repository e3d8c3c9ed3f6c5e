import { keepPreviousData, queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { answer, api, type Schemas } from "@/shared/api/client";
import type { Bounds } from "@/shared/range/range";
import { notify } from "@/shared/states/notices";
import { bodyOf, type LiveMap, type MapBody, shownWith } from "./map";

/** The list is asked for whole; a workspace can have 200. */
const most = 200;

export const mapsQuery = queryOptions({
  queryKey: ["maps"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/journey-maps", { params: { query: { limit: most } }, signal })).then(({ items }) => items ?? []),
});

export const mapQuery = (id: string, { from, to }: Bounds) =>
  queryOptions({
    queryKey: ["maps", id, from, to],
    queryFn: ({ signal }): Promise<LiveMap> => answer(api.GET("/api/v1/journey-maps/{id}", { params: { path: { id }, query: { from, to } }, signal })),
    placeholderData: keepPreviousData,
  });

export const conformanceQuery = (question: Schemas["ConformanceDefinition"]) =>
  queryOptions({
    queryKey: ["conformance", question],
    queryFn: ({ signal }) => answer(api.POST("/api/v1/query/conformance", { body: question, signal })),
    placeholderData: keepPreviousData,
  });

export const emotionQuery = (question: Schemas["EmotionDefinition"]) =>
  queryOptions({
    queryKey: ["emotion", question],
    queryFn: ({ signal }) => answer(api.POST("/api/v1/query/emotion", { body: question, signal })),
    placeholderData: keepPreviousData,
  });

/** Makes and deletes maps. */
export function useMaps() {
  const client = useQueryClient();
  const onSuccess = () => client.invalidateQueries({ queryKey: ["maps"], exact: true });
  const create = useMutation({ mutationFn: (body: MapBody) => answer(api.POST("/api/v1/journey-maps", { body })), onSuccess });
  const remove = useMutation({
    mutationFn: ({ id }: Schemas["JourneyMap"]) => answer(api.DELETE("/api/v1/journey-maps/{id}", { params: { path: { id } } })),
    onSuccess: (_, { id, name }) => {
      notify(`“${name}” is deleted.`, () => answer(api.POST("/api/v1/journey-maps/{id}/restore", { params: { path: { id } } })).then(onSuccess));
      return onSuccess();
    },
    onError: (error) => notify(error.message),
  });
  return { create, remove };
}

/** One map, and the way to change it: a change is shown at once, can be undone, and brings new numbers once it is stored. */
export function useMap(id: string, bounds: Bounds) {
  const client = useQueryClient();
  const query = mapQuery(id, bounds);
  const { data: map, error, refetch } = useQuery(query);
  const { mutateAsync } = useMutation({
    mutationKey: ["maps", id],
    scope: { id: `map ${id}` },
    mutationFn: (body: MapBody) => answer(api.PUT("/api/v1/journey-maps/{id}", { params: { path: { id } }, body })),
    onError: (problem) => notify(problem.message),
    onSettled: () => (client.isMutating({ mutationKey: ["maps", id] }) <= 1 ? Promise.all([client.invalidateQueries({ queryKey: ["maps"] }), client.invalidateQueries({ queryKey: ["conformance"] })]) : undefined),
  });
  const store = useCallback((body: MapBody) => {
    // An answer under way is of before the change: it would put back what was, and the next change would be made to that.
    void client.cancelQueries({ queryKey: ["maps", id] });
    client.setQueryData<LiveMap>(query.queryKey, (old) => old && shownWith(old, body));
    return mutateAsync(body);
  }, [client, id, query.queryKey, mutateAsync]);
  const change = useCallback((alter: (body: MapBody) => MapBody, said?: string) => {
    const now = client.getQueryData<LiveMap>(query.queryKey);
    if (!now) return;
    const before = bodyOf(now);
    const after = alter(before);
    if (after === before) return;
    // What failed was said where it failed.
    void store(after).then(() => said && notify(said, () => store(before)), () => undefined);
  }, [client, query.queryKey, store]);
  return { map, error, refetch, change };
}
