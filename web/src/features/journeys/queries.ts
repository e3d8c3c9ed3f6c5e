import { queryOptions } from "@tanstack/react-query";
import { answer, api, type Schemas } from "@/shared/api/client";
import type { Bounds } from "@/shared/range/range";

export type StagesAnswer = Schemas["StagesAnswer"];
export type StageNumbers = Schemas["StagesStage"];
export type Move = Schemas["StagesTransition"];

/** Where customers stand and how they moved in the range. */
export const stagesQuery = (range: Bounds) =>
  queryOptions({
    queryKey: ["stages", range],
    queryFn: ({ signal }) => answer(api.POST("/api/v1/query/stages", { signal, body: range })),
  });
