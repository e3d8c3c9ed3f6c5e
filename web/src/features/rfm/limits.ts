import type { Schemas } from "@/shared/api/client";

/** What the scores mean, from 1 to 5, in words. A frequency that nobody can have, as too few numbers differ, has none. */
export function limitsOf({ cuts }: Pick<Schemas["RfmAnswer"], "cuts">): { recency: string[]; frequency: (string | undefined)[] } {
  const days = (cuts.recency ?? []).map((day) => Math.max(1, Math.round(day)));
  const times = (cuts.frequency ?? []).map((n) => Math.floor(n));
  // The best recency is below the first cut, the worst beyond the last.
  const recency = [0, 1, 2, 3, 4].map((i) => {
    const [from, to] = [days[i - 1], days[i]];
    if (from === undefined) return to === undefined ? "any time" : `within ${to} d`;
    if (to === undefined) return `over ${from} d ago`;
    return from === to ? `${to} d ago` : `${from}–${to} d ago`;
  }).reverse();
  const frequency = [0, 1, 2, 3, 4].map((i) => {
    const [below, to] = [times[i - 1], times[i]];
    const from = (below ?? 0) + 1;
    if (to === undefined) return `${from}× or more`;
    return to < from ? undefined : from === to ? `${from}×` : `${from}–${to}×`;
  });
  return { recency, frequency };
}
