import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { answer, api, type Schemas } from "@/shared/api/client";

export const funnelQuery = (question: Schemas["FunnelDefinition"]) =>
  queryOptions({
    queryKey: ["funnel", question],
    queryFn: ({ signal }) => answer(api.POST("/api/v1/query/funnel", { body: question, signal })),
    enabled: (question.steps?.length ?? 0) > 0,
    placeholderData: keepPreviousData,
  });
