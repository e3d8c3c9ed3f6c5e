import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { answer, api, type Schemas } from "@/shared/api/client";

export const pathsQuery = (question: Schemas["PathsDefinition"]) =>
  queryOptions({
    queryKey: ["paths", question],
    queryFn: ({ signal }) => answer(api.POST("/api/v1/query/paths", { body: question, signal })),
    placeholderData: keepPreviousData,
  });
