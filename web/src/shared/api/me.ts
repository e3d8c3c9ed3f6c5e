import { queryOptions, useSuspenseQuery } from "@tanstack/react-query";
import { answer, api, type Schemas } from "./client";

export type Me = Schemas["Me"];

/** Who is signed in, and where. Routes behind the frame have loaded it. */
export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/me", { signal })),
  staleTime: Number.POSITIVE_INFINITY,
});

export function useMe(): Me {
  return useSuspenseQuery(meQuery).data;
}

export function useZone(): string {
  return useMe().workspace.timezone;
}

export function useCurrency(): string {
  return useMe().workspace.currency;
}
