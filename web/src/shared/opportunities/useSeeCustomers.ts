import { useQuery } from "@tanstack/react-query";
import { settingsQuery } from "@/shared/api/settings";
import { usePeople } from "@/shared/people/usePeople";
import type { Opportunity } from "./queries";

/** The queue is searched for in the last 90 days. */
const searchedFrom = () => new Date(Date.now() - 90 * 86_400_000).toISOString();

/** Opens the list of the customers whom an opportunity is about; null until it is known what the business is after. */
export function useSeeCustomers({ where, segment, except }: Opportunity): (() => void) | null {
  const openPeople = usePeople();
  const ownGoal = useQuery(settingsQuery).data?.key_events?.goal;
  const goal = where.goal ?? ownGoal;
  if (!goal) return null;
  return () =>
    openPeople({ analysis: "friction", question: { goal: { event: goal }, from: searchedFrom() }, title: "Customers who did not go on",
      of: { step: where.step, segment: segment ?? [], except, ...(where.after && { after: where.after }) } });
}
