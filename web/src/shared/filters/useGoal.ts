import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "@/shared/api/client";
import { schemaQuery } from "@/shared/api/schema";
import { settingsQuery } from "@/shared/api/settings";

/** What a shop's analyses are about, where nothing else is said. */
export const order = "Order Completed";

/** Of all that counts as success, the first that ever came: a bakery takes orders where others take bookings. */
export function goalOf({ goal, also }: Pick<Schemas["KeyEvents"], "goal" | "also">, seen: readonly string[]): string {
  return [goal, ...(also ?? [])].find((name) => seen.includes(name)) ?? (goal || order);
}

/** The event that counts as success in this business; undefined while it is looked up. */
export function useGoal(): string | undefined {
  const { data, isError } = useQuery(settingsQuery);
  const choice = (data?.key_events.also ?? []).length > 0;
  const schema = useQuery({ ...schemaQuery, enabled: choice });
  if (isError) return order;
  if (!data || (choice && schema.isPending)) return undefined;
  return goalOf(data.key_events, (schema.data?.events ?? []).map(({ name }) => name));
}
