import { Button, Select, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type Role, roleName, roles } from "@/shared/access/roles";
import { answer, api, ProblemError, type Schemas } from "@/shared/api/client";
import { Code } from "@/shared/figure/Code";
import { day } from "@/shared/format/format";
import { ProblemNote } from "@/shared/states/States";
import { DataTable } from "@/shared/table/DataTable";
import classes from "./People.module.css";
import { invitationsQuery } from "./queries";

/** Invites by a link to hand over, and lists the links that still work. */
export function Invitations() {
  const client = useQueryClient();
  const { data, error } = useQuery(invitationsQuery);
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("marketer");
  const again = () => client.invalidateQueries({ queryKey: invitationsQuery.queryKey });
  const invite = useMutation({
    mutationFn: (body: Schemas["InvitationRequestBody"]) => answer(api.POST("/api/v1/invitations", { body })),
    onSuccess: () => {
      setEmail("");
      return again();
    },
  });
  const revoke = useMutation({
    mutationFn: (id: string) => answer(api.DELETE("/api/v1/invitations/{id}", { params: { path: { id } } })),
    onSuccess: (_, id) => {
      if (invite.data?.id === id) invite.reset();
      return again();
    },
  });
  const blamed = invite.error instanceof ProblemError ? invite.error.fields.find((f) => f.pointer === "/email")?.detail : undefined;
  const waiting = data?.items ?? [];
  return (
    <section className="sheet" aria-label="Invitations">
      <h2 className={classes.heading}>Invite somebody</h2>
      <form
        className={classes.fields}
        onSubmit={(event) => {
          event.preventDefault();
          invite.mutate({ email, role });
        }}
      >
        <TextInput className={classes.grow} label="Mail address" type="email" required maxLength={320} value={email} error={blamed} onChange={(e) => setEmail(e.currentTarget.value)} />
        <Select label="Role" w={160} allowDeselect={false} data={roles.map(({ value, label }) => ({ value, label }))} value={role} onChange={(value) => value && setRole(value as Role)} />
        <Button type="submit" loading={invite.isPending}>Make the invitation</Button>
      </form>
      {invite.error && !blamed && <ProblemNote error={invite.error} />}
      {invite.data?.link && (
        <div className={classes.made} role="status">
          <p>Send this link to <strong>{invite.data.email}</strong> now: it is shown only this once, works once, and until {day(invite.data.expires)}.</p>
          <Code label="the invitation's link">{invite.data.link}</Code>
        </div>
      )}
      {(error ?? revoke.error) && <ProblemNote error={error ?? revoke.error} />}
      {waiting.length > 0 && (
        <div className={classes.waiting}>
          <DataTable
            caption="Open invitations"
            showCaption
            rows={waiting}
            rowKey={(invitation) => invitation.id}
            columns={[
              { name: "Invited", cell: (invitation) => invitation.email },
              { name: "As", cell: (invitation) => roleName(invitation.role) },
              { name: "By", cell: (invitation) => invitation.invited_by },
              { name: "Until", cell: (invitation) => day(invitation.expires) },
              { name: "", numeric: true, cell: (invitation) => <Button size="compact-sm" variant="subtle" onClick={() => revoke.mutate(invitation.id)} aria-label={`Revoke the invitation of ${invitation.email}`}>Revoke</Button> },
            ]}
          />
        </div>
      )}
    </section>
  );
}
