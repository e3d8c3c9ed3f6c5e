import { infiniteQueryOptions } from "@tanstack/react-query";
import { answer, api, type Schemas } from "@/shared/api/client";
import type { People } from "./people";

type Page = { limit: number; cursor?: string };

/** One page of the customers behind a number. */
function fetchPeople(people: People, page: Page, signal?: AbortSignal): Promise<Schemas["PeopleResponseBody"]> {
  switch (people.analysis) {
    case "trend":
      return answer(api.POST("/api/v1/query/trend/customers", { body: { ...people.question, of: people.of, ...page }, signal }));
    case "funnel":
      return answer(api.POST("/api/v1/query/funnel/customers", { body: { ...people.question, of: people.of, ...page }, signal }));
    case "paths":
      return answer(api.POST("/api/v1/query/paths/customers", { body: { ...people.question, of: people.of, ...page }, signal }));
    case "retention":
      return answer(api.POST("/api/v1/query/retention/customers", { body: { ...people.question, of: people.of, ...page }, signal }));
    case "touchpoints":
      return answer(api.POST("/api/v1/query/touchpoints/customers", { body: { ...people.question, of: people.of, ...page }, signal }));
    case "emotion":
      return answer(api.POST("/api/v1/query/emotion/customers", { body: { ...people.question, of: people.of, ...page }, signal }));
    case "voices":
      return answer(api.POST("/api/v1/query/voices/customers", { body: { ...people.question, of: people.of, ...page }, signal }));
    case "conformance":
      return answer(api.POST("/api/v1/query/conformance/customers", { body: { ...people.question, of: people.of, ...page }, signal }));
    case "attribution":
      return answer(api.POST("/api/v1/query/attribution/customers", { body: { ...people.question, of: people.of, ...page }, signal }));
    case "landing":
      return answer(api.POST("/api/v1/query/landing/customers", { body: { ...people.question, of: people.of, ...page }, signal }));
    case "sources":
      return answer(api.POST("/api/v1/query/sources/customers", { body: { ...people.question, of: people.of, ...page }, signal }));
    case "friction":
      return answer(api.POST("/api/v1/query/friction/customers", { body: { ...people.question, of: people.of, ...page }, signal }));
    case "insights":
      return answer(api.POST("/api/v1/query/insights/customers", { body: { ...people.question, of: people.of, ...page }, signal }));
    case "compare":
      return answer(api.POST("/api/v1/query/compare/customers", { body: { ...people.question, of: people.of, ...page }, signal }));
    case "profile":
      return answer(api.POST("/api/v1/query/profile/customers", { body: { ...people.question, of: people.of, ...page }, signal }));
    case "rfm":
      return answer(api.POST("/api/v1/query/rfm/customers", { body: { ...people.question, of: people.of, ...page }, signal }));
    case "moves":
      return answer(api.POST("/api/v1/query/moves/customers", { body: { ...people.question, of: people.of, ...page }, signal }));
    case "stages":
      return answer(api.POST("/api/v1/query/stages/customers", { body: { ...people.question, of: people.of, ...page }, signal }));
  }
}

export const peopleQuery = (people: People) =>
  infiniteQueryOptions({
    queryKey: ["people", people.analysis, people.question, people.of],
    queryFn: ({ signal, pageParam }) => fetchPeople(people, { limit: 50, ...(pageParam && { cursor: pageParam }) }, signal),
    initialPageParam: "",
    getNextPageParam: (last) => last.next ?? undefined,
  });

/** As many of the customers as a file may hold, page by page. */
export async function allPeople(people: People, most: number, onProgress: (collected: number) => void): Promise<Schemas["Customer"][]> {
  const all: Schemas["Customer"][] = [];
  for (let cursor: string | null | undefined = ""; cursor !== null && cursor !== undefined && all.length < most; ) {
    const page: Schemas["PeopleResponseBody"] = await fetchPeople(people, { limit: 1000, ...(cursor && { cursor }) });
    all.push(...(page.items ?? []));
    onProgress(all.length);
    cursor = page.next;
  }
  return all.slice(0, most);
}
