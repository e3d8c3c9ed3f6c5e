import { queryOptions } from "@tanstack/react-query";
import { answer, api, type Schemas } from "./client";

export type Settings = Schemas["Settings"];
export type Stage = Schemas["Stage"];

export const settingsQuery = queryOptions({
  queryKey: ["settings"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/settings", { signal })),
  staleTime: 60_000,
});
