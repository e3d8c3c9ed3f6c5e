import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { answer, api } from "@/shared/api/client";

/** A week; without a name the last whole one. */
export const digestQuery = (week: string | undefined) =>
  queryOptions({
    queryKey: ["digest", week],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/digest", { params: { query: week ? { week } : {} }, signal })),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });

/** Whether the one who asks gets the week by mail. */
export const mailQuery = queryOptions({
  queryKey: ["digest mail"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/digest/mail", { signal })),
});
