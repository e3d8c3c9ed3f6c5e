import { queryOptions } from "@tanstack/react-query";
import { answer, api, type Schemas } from "@/shared/api/client";
import { type Bounds, bounds } from "@/shared/range/range";

export type StageNow = { key: string; name: string; today: number; entered: number; left: number };
export type Now = { today: Bounds; hour: Bounds; stages: StageNow[] };

/** Where those who came today stand, and who moved within the last hour. */
export const nowQuery = (zone: string) =>
  queryOptions({
    queryKey: ["live", "now", zone],
    queryFn: async ({ signal }): Promise<Now> => {
      const at = Date.now();
      const today = bounds("1d", zone, new Date(at));
      const hour = { from: new Date(at - 3_600_000).toISOString(), to: new Date(at).toISOString() };
      const ask = (body: Schemas["MovesDefinition"]) => answer(api.POST("/api/v1/query/moves", { body, signal }));
      const [day, last] = await Promise.all([ask(today), ask(hour)]);
      const moved = new Map((last.stages ?? []).map((stage) => [stage.key, stage]));
      return {
        today,
        hour,
        stages: (day.stages ?? []).map(({ key, name, customers }) => ({ key, name, today: customers, entered: moved.get(key)?.entered ?? 0, left: moved.get(key)?.left ?? 0 })),
      };
    },
    refetchInterval: 15_000,
  });

/** The events of the last minutes, to begin with. */
export const latestQuery = queryOptions({
  queryKey: ["live", "latest"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/events", { signal, params: { query: { limit: 200 } } })),
  staleTime: 0,
  gcTime: 0,
});
