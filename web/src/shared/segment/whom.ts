import type { SegmentRule } from "./rule";

/** What an address says where everybody is meant, though the dashboard has a rule of its own. */
export const everybody = "all";

/** Screens that look at some customers only where one asks for them; their question is over all of them otherwise. */
export function isNarrowable(path: string): boolean {
  return path === "/journeys" || path.startsWith("/understand/") || path.startsWith("/dashboards/");
}

/** Customers for whom both rules hold. */
export function both(one: SegmentRule | undefined, other: SegmentRule | undefined): SegmentRule | undefined {
  return one && other ? { all: [one, other] } : (one ?? other);
}
