import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api } from "@/shared/api/client";
import { ago, day } from "@/shared/format/format";
import { Loading, ProblemNote } from "@/shared/states/States";
import { DataTable } from "@/shared/table/DataTable";
import { sessionsQuery } from "./queries";
import classes from "./Security.module.css";

/** The browsers in which one is signed in. */
export function Sessions() {
  const client = useQueryClient();
  const { data, error } = useQuery(sessionsQuery);
  const again = () => client.invalidateQueries({ queryKey: sessionsQuery.queryKey });
  const end = useMutation({ mutationFn: (id: string) => answer(api.DELETE("/api/v1/account/sessions/{id}", { params: { path: { id } } })), onSettled: again });
  const endOthers = useMutation({ mutationFn: () => answer(api.DELETE("/api/v1/account/sessions")), onSettled: again });
  const sessions = data?.items ?? [];
  const failed = error ?? end.error ?? endOthers.error;
  return (
    <section className="sheet">
      <h2 className={classes.heading}>Where you are signed in</h2>
      <p className={classes.lead}>Do you not know one of these? Sign it out and change your password.</p>
      {failed && <ProblemNote error={failed} />}
      {!data && !error && <Loading label="Looking up where you are signed in" height={120} />}
      {sessions.length > 0 && (
        <DataTable
          caption="Where you are signed in"
          rows={sessions}
          rowKey={(session) => session.id}
          columns={[
            { name: "Browser", cell: (session) => session.device || "Not known" },
            { name: "Address", cell: (session) => session.address },
            { name: "Since", cell: (session) => day(session.created) },
            { name: "Last used", cell: (session) => (session.current ? <span className={classes.here}>this one, now</span> : ago(session.last_used)) },
            { name: "", numeric: true, cell: (session) => !session.current && <Button size="compact-sm" variant="subtle" onClick={() => end.mutate(session.id)} aria-label={`Sign out ${session.device || "this browser"}`}>Sign out</Button> },
          ]}
        />
      )}
      {sessions.length > 1 && <Button className={classes.foot} variant="default" loading={endOthers.isPending} onClick={() => endOthers.mutate()}>Sign out everywhere else</Button>}
    </section>
  );
}
