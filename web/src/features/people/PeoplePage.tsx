import { Switch } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Allowed } from "@/shared/access/Allowed";
import { answer, api } from "@/shared/api/client";
import { Page } from "@/shared/figure/Page";
import { ProblemNote } from "@/shared/states/States";
import { Invitations } from "./Invitations";
import { Members } from "./Members";
import { policyQuery } from "./queries";
import { RolesTable } from "./RolesTable";

/** Who may sign in, as what, and who is invited. */
export default function PeoplePage() {
  return (
    <Page title="People" lead="Who may sign in, and what each of them may do.">
      <Allowed to="manage_people">
        <Members />
        <Invitations />
        <Policy />
      </Allowed>
      <RolesTable />
    </Page>
  );
}

function Policy() {
  const client = useQueryClient();
  const { data } = useQuery(policyQuery);
  const decide = useMutation({
    mutationFn: (required: boolean) => answer(api.PUT("/api/v1/two-factor-policy", { body: { required } })),
    onSuccess: (now) => client.setQueryData(policyQuery.queryKey, now),
  });
  return (
    <section className="sheet">
      <Switch
        label="Everybody signs in with two-factor codes"
        description="Whoever has none yet sets them up before anything else. API tokens are not concerned."
        disabled={!data}
        checked={data?.required ?? false}
        onChange={(event) => decide.mutate(event.currentTarget.checked)}
      />
      {decide.error && <ProblemNote error={decide.error} />}
    </section>
  );
}
