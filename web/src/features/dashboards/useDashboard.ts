import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { answer, api } from "@/shared/api/client";
import { type Dashboard, type DashboardBody, dashboardBody, dashboardsQuery } from "@/shared/saved/queries";
import { notify } from "@/shared/states/notices";

/**
 * One dashboard, and the way to change it. A change is shown at once, said in
 * a notice that can undo it, and stored one after the other.
 */
export function useDashboard(id: string) {
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(dashboardsQuery);
  const dashboard = data?.find((one) => one.id === id);
  const { mutateAsync } = useMutation({
    scope: { id: `dashboard ${id}` },
    mutationFn: (body: DashboardBody) => answer(api.PUT("/api/v1/dashboards/{id}", { params: { path: { id } }, body })),
    onError: (problem) => {
      notify(problem.message);
      return client.invalidateQueries({ queryKey: dashboardsQuery.queryKey });
    },
  });

  const show = useCallback((next: Dashboard) => client.setQueryData(dashboardsQuery.queryKey, (list) => list?.map((one) => (one.id === id ? next : one))), [client, id]);
  const store = useCallback(async (body: DashboardBody) => {
    const before = client.getQueryData(dashboardsQuery.queryKey)?.find((one) => one.id === id);
    if (before) {
      // A list under way is of before the change: it would put back what was, and the next change would be made to that.
      void client.cancelQueries({ queryKey: dashboardsQuery.queryKey });
      const { range: _range, from: _from, to: _to, segment: _segment, ...rest } = before;
      show({ ...rest, ...body });
    }
    const stored = await mutateAsync(body);
    // Cards that are new got their ids; later changes of one's own are not taken back by an earlier answer.
    if (client.isMutating() <= 1) show(stored);
  }, [client, id, mutateAsync, show]);

  /** Changes the dashboard and says so; the notice brings back what was there before. */
  const change = useCallback((alter: (body: DashboardBody) => DashboardBody, said?: string) => {
    const now = client.getQueryData(dashboardsQuery.queryKey)?.find((one) => one.id === id);
    if (!now) return;
    const before = dashboardBody(now);
    // What failed was said where it failed.
    void store(alter(before)).then(() => said && notify(said, () => store(before)), () => undefined);
  }, [client, id, store]);

  return { dashboard, missing: data !== undefined && dashboard === undefined, error, refetch, change };
}
