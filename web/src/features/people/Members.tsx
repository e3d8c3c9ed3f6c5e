import { Button, Group, Select } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type Role, roles } from "@/shared/access/roles";
import { answer, api } from "@/shared/api/client";
import { useMe } from "@/shared/api/me";
import { ago } from "@/shared/format/format";
import { notify } from "@/shared/states/notices";
import { Loading, ProblemNote } from "@/shared/states/States";
import { DataTable } from "@/shared/table/DataTable";
import classes from "./People.module.css";
import { invitationsQuery, type Member, peopleQuery } from "./queries";

/** Everybody who can sign in: roles to change, people to remove. */
export function Members() {
  const me = useMe();
  const client = useQueryClient();
  const { data, error } = useQuery(peopleQuery);
  const again = () => client.invalidateQueries({ queryKey: peopleQuery.queryKey });
  const change = useMutation({
    mutationFn: ({ member, role }: { member: Member; role: Role }) => answer(api.PUT("/api/v1/people/{id}/role", { params: { path: { id: member.id } }, body: { role } })),
    onSuccess: async (_, { member }) => {
      notify(`${member.name} has another role now.`, async () => {
        await change.mutateAsync({ member, role: member.role });
      });
      await (member.id === me.id ? client.invalidateQueries() : again());
    },
  });
  const remove = useMutation({
    mutationFn: (member: Member) => answer(api.DELETE("/api/v1/people/{id}", { params: { path: { id: member.id } } })),
    onSuccess: async (_, member) => {
      notify(`${member.name} was signed out everywhere and removed. To let them in again, invite ${member.email}.`);
      await Promise.all([again(), client.invalidateQueries({ queryKey: invitationsQuery.queryKey })]);
    },
  });
  const reset = useMutation({
    mutationFn: (member: Member) => answer(api.DELETE("/api/v1/people/{id}/two-factor", { params: { path: { id: member.id } } })),
    onSuccess: async (_, member) => {
      notify(`${member.name} signs in without a code until they set codes up again.`);
      await again();
    },
  });
  const failed = error ?? change.error ?? remove.error ?? reset.error;
  return (
    <section className="sheet">
      {failed && <ProblemNote error={failed} />}
      {!data && !error && <Loading label="Looking up people" />}
      {data && (
        <DataTable
          caption="People"
          rows={data.items ?? []}
          rowKey={(member) => member.id}
          columns={[
            { name: "Person", cell: (member) => <Who name={member.id === me.id ? `${member.name} (you)` : member.name} email={member.email} /> },
            {
              name: "Role",
              cell: (member) => (
                <Select
                  aria-label={`Role of ${member.name}`}
                  size="sm"
                  w={140}
                  allowDeselect={false}
                  data={roles.map(({ value, label }) => ({ value, label }))}
                  value={member.role}
                  onChange={(role) => role && role !== member.role && change.mutate({ member, role: role as Role })}
                />
              ),
            },
            { name: "Two-factor codes", cell: (member) => (member.two_factor ? "on" : <span className="soft">off</span>) },
            { name: "Last seen", cell: (member) => (member.last_seen ? ago(member.last_seen) : "never") },
            {
              name: "",
              numeric: true,
              cell: (member) =>
                member.id !== me.id && (
                  <Group gap={0} justify="flex-end" wrap="nowrap">
                    {member.two_factor && <Button size="compact-sm" variant="subtle" onClick={() => reset.mutate(member)} aria-label={`Switch off the codes of ${member.name}`}>Lost phone</Button>}
                    <Button size="compact-sm" variant="subtle" onClick={() => remove.mutate(member)} aria-label={`Remove ${member.name}`}>Remove</Button>
                  </Group>
                ),
            },
          ]}
        />
      )}
    </section>
  );
}

export function Who({ name, email }: { name: string; email: string }) {
  return (
    <>
      <span className={classes.name}>{name}</span>
      <span className={classes.email}>{email}</span>
    </>
  );
}
