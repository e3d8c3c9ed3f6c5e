import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api, type Schemas } from "@/shared/api/client";
import { useMay, useZone } from "@/shared/api/me";
import { kindName } from "@/shared/customer/customer";
import { count, moment, plural } from "@/shared/format/format";
import { Empty, Loading, ProblemNote } from "@/shared/states/States";
import { DataTable } from "@/shared/table/DataTable";
import classes from "./Identity.module.css";
import { frozenQuery } from "./queries";

/** Identifiers that join no more, until a person says that they belong to one customer after all. */
export function FrozenIdentifiers() {
  const client = useQueryClient();
  const zone = useZone();
  const may = useMay("handle_identity");
  const { data, error, refetch } = useQuery(frozenQuery);
  const thaw = useMutation({
    mutationFn: (body: Schemas["Identifier"]) => answer(api.POST("/api/v1/identity/thaw", { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: frozenQuery.queryKey }),
  });
  const items = data?.items ?? [];
  return (
    <section className="sheet" aria-labelledby="frozen">
      <h2 id="frozen" className={classes.title}>Frozen identifiers</h2>
      <p className={classes.lead}>An account or address that suddenly comes with many browsers is rarely one person: a till, a shared login, a test. It keeps what it has and joins no more.</p>
      {error && <ProblemNote error={error} retry={() => void refetch()} />}
      {thaw.error && <ProblemNote error={thaw.error} />}
      <p className="visually-hidden" role="status">{thaw.isSuccess ? `${thaw.variables.value} joins again` : ""}</p>
      {!data && !error && <Loading label="Looking up identifiers" height={120} />}
      {data && items.length === 0 && <Empty title="Nothing is frozen" height={150}>When an identifier comes with more browsers than one person has, it is listed here, and you decide.</Empty>}
      {items.length > 0 && (
        <DataTable
          caption="Frozen identifiers"
          rows={items}
          rowKey={({ identifier }) => `${identifier.kind} ${identifier.value}`}
          columns={[
            { name: "Identifier", cell: ({ identifier }) => <span className={classes.value}>{identifier.value}</span> },
            { name: "Kind", cell: ({ identifier }) => kindName(identifier.kind) },
            { name: "Frozen since", cell: ({ since }) => moment(since, zone) },
            { name: "Browsers not joined", cell: ({ held }) => count(held), numeric: true },
            { name: "", numeric: true, cell: ({ identifier, held }) => (may ? <Button size="compact-sm" variant="default" loading={thaw.isPending && thaw.variables.value === identifier.value} onClick={() => thaw.mutate(identifier)} aria-label={`Let ${identifier.value} join ${plural(held, "browser")}`}>It is one person: join</Button> : null) },
          ]}
        />
      )}
    </section>
  );
}
