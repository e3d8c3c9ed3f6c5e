import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { answer, api, type Schemas } from "@/shared/api/client";

export const sharesQuery = (id: string) =>
  queryOptions({
    queryKey: ["shares", id],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/dashboards/{id}/share", { params: { path: { id } }, signal })).then(({ items }) => items ?? []),
  });

export function useShares(id: string) {
  const client = useQueryClient();
  const onSuccess = () => client.invalidateQueries({ queryKey: sharesQuery(id).queryKey });
  const create = useMutation({ mutationFn: (body: Schemas["SavedShareBody"]) => answer(api.POST("/api/v1/dashboards/{id}/share", { params: { path: { id } }, body })), onSuccess });
  const revoke = useMutation({ mutationFn: (share: string) => answer(api.DELETE("/api/v1/dashboards/{id}/share/{share}", { params: { path: { id, share } } })), onSuccess });
  return { create, revoke };
}

/** What a public link shows. */
export const sharedQuery = (token: string) =>
  queryOptions({
    queryKey: ["shared", token],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/shared/{token}", { params: { path: { token } }, signal })),
    staleTime: 60_000,
  });
