import { queryOptions } from "@tanstack/react-query";
import { answer, api, type Schemas } from "@/shared/api/client";

export type Member = Schemas["Member"];
export type Invitation = Schemas["Invitation"];

export const peopleQuery = queryOptions({ queryKey: ["people"], queryFn: ({ signal }) => answer(api.GET("/api/v1/people", { signal })) });
export const invitationsQuery = queryOptions({ queryKey: ["invitations"], queryFn: ({ signal }) => answer(api.GET("/api/v1/invitations", { signal })) });
export const rolesQuery = queryOptions({ queryKey: ["roles"], queryFn: ({ signal }) => answer(api.GET("/api/v1/roles", { signal })), staleTime: Number.POSITIVE_INFINITY });
export const policyQuery = queryOptions({ queryKey: ["two-factor-policy"], queryFn: ({ signal }) => answer(api.GET("/api/v1/two-factor-policy", { signal })) });
