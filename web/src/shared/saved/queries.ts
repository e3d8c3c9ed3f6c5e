import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { answer, api, type Schemas } from "@/shared/api/client";
import { notify } from "@/shared/states/notices";
import type { SavedQuery } from "./question";

export type Dashboard = Schemas["SavedDashboard"];
export type DashboardBody = Schemas["SavedDashboardBody"];
export type Card = Schemas["SavedCard"];

/** A list is asked for whole; a workspace has tens of these, seldom hundreds. */
const most = 1000;

export const savedQueriesQuery = queryOptions({
  queryKey: ["saved", "queries"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/saved-queries", { params: { query: { limit: most } }, signal })).then(({ items }) => items ?? []),
});

export const dashboardsQuery = queryOptions({
  queryKey: ["saved", "dashboards"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/dashboards", { params: { query: { limit: most } }, signal })).then(({ items }) => items ?? []),
});

/** What people wrote of a dashboard, without what the server added. */
export function dashboardBody({ name, description, range, from, to, segment, cards }: Dashboard): DashboardBody {
  return JSON.parse(JSON.stringify({ name, description, range, from, to, segment, cards: cards ?? [] })) as DashboardBody;
}

/** What people wrote of a saved query. */
export function queryBody({ name, description, analysis, question, range, from, to }: SavedQuery): Schemas["SavedQueryBody"] {
  return JSON.parse(JSON.stringify({ name, description, analysis, question, range, from, to })) as Schemas["SavedQueryBody"];
}

/** Changes to what is saved. Every list is read again after each. */
export function useSaved() {
  const client = useQueryClient();
  const onSuccess = () => client.invalidateQueries({ queryKey: ["saved"] });
  const createQuery = useMutation({ mutationFn: (body: Schemas["SavedQueryBody"]) => answer(api.POST("/api/v1/saved-queries", { body })), onSuccess });
  const putQuery = useMutation({ mutationFn: ({ id, body }: { id: string; body: Schemas["SavedQueryBody"] }) => answer(api.PUT("/api/v1/saved-queries/{id}", { params: { path: { id } }, body })), onSuccess });
  const createDashboard = useMutation({ mutationFn: (body: DashboardBody) => answer(api.POST("/api/v1/dashboards", { body })), onSuccess });
  const putDashboard = useMutation({ mutationFn: ({ id, body }: { id: string; body: DashboardBody }) => answer(api.PUT("/api/v1/dashboards/{id}", { params: { path: { id } }, body })), onSuccess });
  const deleteQuery = useMutation({
    mutationFn: ({ id }: SavedQuery) => answer(api.DELETE("/api/v1/saved-queries/{id}", { params: { path: { id } } })),
    onSuccess: (_, { id, name }) => {
      notify(`“${name}” is deleted.`, () => answer(api.POST("/api/v1/saved-queries/{id}/restore", { params: { path: { id } } })).then(onSuccess));
      return onSuccess();
    },
  });
  const deleteDashboard = useMutation({
    mutationFn: ({ id }: Dashboard) => answer(api.DELETE("/api/v1/dashboards/{id}", { params: { path: { id } } })),
    onSuccess: (_, { id, name }) => {
      notify(`“${name}” is deleted.`, () => answer(api.POST("/api/v1/dashboards/{id}/restore", { params: { path: { id } } })).then(onSuccess));
      return onSuccess();
    },
  });
  return { createQuery, putQuery, deleteQuery, createDashboard, putDashboard, deleteDashboard };
}
