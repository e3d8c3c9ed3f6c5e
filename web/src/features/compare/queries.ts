import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { answer, api, type Schemas } from "@/shared/api/client";

export const compareQuery = (question: Schemas["CompareDefinition"]) =>
  queryOptions({
    queryKey: ["compare", question],
    queryFn: ({ signal }) => answer(api.POST("/api/v1/query/compare", { body: question, signal })),
    placeholderData: keepPreviousData,
  });

export const profileQuery = (question: Schemas["CompareProfileDefinition"]) =>
  queryOptions({
    queryKey: ["profile", question],
    queryFn: ({ signal }) => answer(api.POST("/api/v1/query/profile", { body: question, signal })),
    placeholderData: keepPreviousData,
  });
