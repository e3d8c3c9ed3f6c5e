import { Button, Progress, Select, TextInput } from "@mantine/core";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Loading, ProblemNote } from "@/shared/states/States";
import { ColumnList } from "./ColumnList";
import classes from "./Imports.module.css";
import { asKind, type Kind, kinds } from "./meanings";
import { type Mapping, preview, runsQuery, upload } from "./queries";
import { RowList } from "./RowList";
import { size } from "./words";

/** One file before it is imported: what it is, what its columns mean, how its first rows will look. */
export function FilePlan({ file, done }: { file: File; done: () => void }) {
  const client = useQueryClient();
  const [kind, setKind] = useState("");
  const [mapping, setMapping] = useState<Mapping | undefined>();
  const [sent, setSent] = useState(0);
  const look = useQuery({
    queryKey: ["import-preview", file.name, file.size, file.lastModified, kind, mapping],
    queryFn: () => preview(file, kind, mapping),
    placeholderData: keepPreviousData,
    retry: false,
  });
  const send = useMutation({
    mutationFn: () => upload(file, look.data?.kind ?? kind, look.data?.mapping, setSent),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: runsQuery.queryKey });
      done();
    },
  });
  const plan = look.data;
  const change = (next: Mapping) => {
    setKind(plan?.kind ?? kind);
    setMapping(next);
  };
  return (
    <section className={`sheet ${classes.plan}`} aria-labelledby="plan" aria-busy={look.isFetching}>
      <header className={classes.planHead}>
        <div>
          <h2 id="plan" className={classes.planTitle}>{plan ? title(plan.shape, asKind(plan.kind)) : file.name}</h2>
          <p className="soft">{file.name} · {size(file.size)}</p>
        </div>
        <div className={classes.tools}>
          <Button variant="default" onClick={done} disabled={send.isPending}>Another file</Button>
          <Button onClick={() => send.mutate()} loading={send.isPending} disabled={!plan || plan.rows?.length === 0 || look.isFetching}>Import this file</Button>
        </div>
      </header>
      {send.isPending && <Progress value={sent * 100} aria-label="Share of the file that is sent" color="var(--accent)" />}
      {send.error && <ProblemNote error={send.error} />}
      {look.error && <ProblemNote error={look.error} retry={() => void look.refetch()} />}
      {!plan && !look.error && <Loading label="Looking at the file" />}
      {plan && (
        <>
          {(plan.problems ?? []).length > 0 && (
            <div className={classes.problems} role="status">
              <h3>Good to know</h3>
              <ul>{plan.problems?.map((problem) => <li key={problem}>{problem}</li>)}</ul>
            </div>
          )}
          <div className={classes.settings}>
            <Select
              label="The rows are"
              data={kinds}
              value={plan.kind}
              allowDeselect={false}
              onChange={(value) => {
                setKind(value ?? "");
                setMapping(undefined);
              }}
            />
            {plan.mapping.columns && plan.kind === "events" && !Object.values(plan.mapping.columns).includes("event") && (
              <TextInput label="Name of the event" description="Empty: a page view" defaultValue={plan.mapping.event ?? ""} onBlur={(event) => change({ ...plan.mapping, event: event.currentTarget.value })} />
            )}
            {plan.mapping.columns && plan.kind !== "customers" && (
              <TextInput label="Times are meant in" defaultValue={plan.mapping.timezone ?? ""} onBlur={(event) => event.currentTarget.value !== plan.mapping.timezone && change({ ...plan.mapping, timezone: event.currentTarget.value })} />
            )}
          </div>
          <RowList rows={plan.rows ?? []} kind={asKind(plan.kind)} />
          {plan.mapping.columns && (
            <ColumnList
              columns={plan.columns ?? []}
              kind={asKind(plan.kind)}
              recognised={plan.shape !== null}
              unread={plan.rows?.length === 0}
              choose={(name, meaning) => change({ ...plan.mapping, columns: { ...plan.mapping.columns, [name]: meaning } })}
            />
          )}
        </>
      )}
    </section>
  );
}

function title(shape: string | null, kind: Kind): string {
  if (shape) return `This is ${shape}`;
  const name = kinds.find((one) => one.value === kind)?.label.toLowerCase() ?? "rows";
  return `This looks like a file of ${name}`;
}
