import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { answer, api, type Schemas } from "@/shared/api/client";

export const voicesQuery = (question: Schemas["EmotionVoicesDefinition"]) =>
  queryOptions({
    queryKey: ["voices", question],
    queryFn: ({ signal }) => answer(api.POST("/api/v1/query/voices", { body: question, signal })),
    placeholderData: keepPreviousData,
  });
