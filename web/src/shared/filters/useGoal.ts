import { useQuery } from "@tanstack/react-query";
import { settingsQuery } from "@/shared/api/settings";

/** What a shop's analyses are about, where nothing else is said. */
export const order = "Order Completed";

/** The event that counts as success in this business; undefined while it is looked up. */
export function useGoal(): string | undefined {
  const { data, isError } = useQuery(settingsQuery);
  if (isError) return order;
  return data && (data.key_events.goal || order);
}
