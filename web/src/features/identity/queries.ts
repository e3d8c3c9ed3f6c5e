import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "@/shared/api/client";

/** Identifiers that came with too many browsers at once. */
export const frozenQuery = queryOptions({
  queryKey: ["identity", "frozen"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/identity/frozen", { signal })),
});

/** Values that identify nobody. */
export const blockedQuery = queryOptions({
  queryKey: ["identity", "blocked"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/identity/blocked", { signal })),
});
