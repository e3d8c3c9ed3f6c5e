import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { answer, api, type Schemas } from "@/shared/api/client";

export const landingQuery = (question: Schemas["VisitsLanding"]) =>
  queryOptions({
    queryKey: ["landing", question],
    queryFn: ({ signal }) => answer(api.POST("/api/v1/query/landing", { body: question, signal })),
    placeholderData: keepPreviousData,
  });

export const sourcesQuery = (question: Schemas["VisitsSources"]) =>
  queryOptions({
    queryKey: ["sources", question],
    queryFn: ({ signal }) => answer(api.POST("/api/v1/query/sources", { body: question, signal })),
    placeholderData: keepPreviousData,
  });
