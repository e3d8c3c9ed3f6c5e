import { queryOptions } from "@tanstack/react-query";
import { answer, api, type Schemas } from "./client";

export type SeenEvent = Schemas["SchemaEvent"];

/** Every event, property and trait ever seen: what builders offer. */
export const schemaQuery = queryOptions({
  queryKey: ["schema"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/schema", { signal })),
  staleTime: 60_000,
});
