import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { Journey } from "@/features/customers/Journey";
import { journeyQuery, profileQuery } from "@/features/customers/queries";
import GuidePage from "@/features/guide/GuidePage";
import { Loading, ProblemNote } from "@/shared/states/States";

/** The guide, with the journey as the customer's own page draws it. */
export default function WelcomePage() {
  return <GuidePage journey={(customer) => <CustomersJourney key={customer} id={customer} />} />;
}

function CustomersJourney({ id }: { id: string }) {
  const client = useQueryClient();
  const profile = useQuery({ ...profileQuery(id), refetchInterval: 2000 });
  const steps = profile.data?.touchpoints;
  // The journey grows while the visitor goes on.
  // biome-ignore lint/correctness/useExhaustiveDependencies: asks anew when there are more steps
  useEffect(() => void client.invalidateQueries({ queryKey: journeyQuery(id).queryKey }), [client, id, steps]);
  if (profile.error) return <ProblemNote error={profile.error} retry={() => void profile.refetch()} />;
  return profile.data ? <Journey customer={profile.data} /> : <Loading label="Opening the journey" height={420} />;
}
