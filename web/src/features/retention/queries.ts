import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { answer, api, type Schemas } from "@/shared/api/client";

export const retentionQuery = (question: Schemas["RetentionDefinition"]) =>
  queryOptions({
    queryKey: ["retention", question],
    queryFn: ({ signal }) => answer(api.POST("/api/v1/query/retention", { body: question, signal })),
    placeholderData: keepPreviousData,
  });
