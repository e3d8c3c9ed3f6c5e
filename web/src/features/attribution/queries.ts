import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { answer, api, type Schemas } from "@/shared/api/client";

export const attributionQuery = (question: Schemas["AttributionDefinition"]) =>
  queryOptions({
    queryKey: ["attribution", question],
    queryFn: ({ signal }) => answer(api.POST("/api/v1/query/attribution", { body: question, signal })),
    placeholderData: keepPreviousData,
  });
