import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { answer, api, ProblemError, type Schemas } from "@/shared/api/client";

export type Customer = Schemas["Customer"];
export type Profile = Schemas["Profile"];
export type Merge = Schemas["Merge"];
export type Session = Schemas["Session"];
export type Touchpoint = Schemas["Touchpoint"];
export type Identifier = Schemas["Identifier"];

const customersPerPage = 50;
const touchpointsPerPage = 80;

/** Customers that a text is found in, those seen last first, page by page. */
export const customersQuery = (q: string) =>
  infiniteQueryOptions({
    queryKey: ["customers", "list", q],
    queryFn: ({ pageParam, signal }) =>
      answer(api.GET("/api/v1/customers", { params: { query: { ...(q && { q }), limit: customersPerPage, ...(pageParam && { cursor: pageParam }) } }, signal })),
    initialPageParam: "",
    getNextPageParam: (page) => page.next ?? undefined,
  });

export const profileQuery = (id: string) =>
  queryOptions({
    queryKey: ["customers", "profile", id],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/customers/{id}", { params: { path: { id } }, signal })),
  });

/** A customer's journey, the latest first, so many touchpoints at a time. */
export const journeyQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ["customers", "journey", id],
    queryFn: ({ pageParam, signal }) =>
      answer(api.GET("/api/v1/customers/{id}/journey", { params: { path: { id }, query: { limit: touchpointsPerPage, ...(pageParam && { cursor: pageParam }) } }, signal })),
    initialPageParam: "",
    getNextPageParam: (page) => page.next ?? undefined,
  });

export type Account = Schemas["Account"];
export type AccountProfile = Schemas["AccountProfile"];

/** Accounts that a text is found in, those seen last first, page by page. */
export const accountsQuery = (q: string) =>
  infiniteQueryOptions({
    queryKey: ["accounts", "list", q],
    queryFn: ({ pageParam, signal }) =>
      answer(api.GET("/api/v1/accounts", { params: { query: { ...(q && { q }), limit: customersPerPage, ...(pageParam && { cursor: pageParam }) } }, signal })),
    initialPageParam: "",
    getNextPageParam: (page) => page.next ?? undefined,
  });

export const accountQuery = (id: string) =>
  queryOptions({
    queryKey: ["accounts", "profile", id],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/accounts/{id}", { params: { path: { id } }, signal })),
  });

/** What an account's people did, the latest first, so many touchpoints at a time. */
export const accountJourneyQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ["accounts", "journey", id],
    queryFn: ({ pageParam, signal }) =>
      answer(api.GET("/api/v1/accounts/{id}/journey", { params: { path: { id }, query: { limit: touchpointsPerPage, ...(pageParam && { cursor: pageParam }) } }, signal })),
    initialPageParam: "",
    getNextPageParam: (page) => page.next ?? undefined,
  });

export function splitCustomer(id: string, merge: string): Promise<Profile> {
  return answer(api.POST("/api/v1/customers/{id}/split", { params: { path: { id } }, body: { merge } }));
}

/** Who has an identifier now; null: nobody. */
export async function findByIdentifier({ kind, value }: Identifier): Promise<Profile | null> {
  try {
    return await answer(api.GET("/api/v1/customers/lookup", { params: { query: { kind, value } } }));
  } catch (error) {
    if (error instanceof ProblemError && error.status === 404) return null;
    throw error;
  }
}
