import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { answer, api, type Schemas } from "@/shared/api/client";

export const rfmQuery = (question: Schemas["RfmDefinition"]) =>
  queryOptions({
    queryKey: ["rfm", question],
    queryFn: ({ signal }) => answer(api.POST("/api/v1/query/rfm", { body: question, signal })),
    placeholderData: keepPreviousData,
  });
