import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { Schemas } from "@/shared/api/client";
import { customerName } from "@/shared/customer/customer";
import { count } from "@/shared/format/format";
import { ProblemNote } from "@/shared/states/States";
import { download, toCsv } from "@/shared/table/csv";
import type { Column } from "@/shared/table/DataTable";
import classes from "./PeopleDrawer.module.css";
import type { People } from "./people";
import { allPeople } from "./queries";

/** What a browser can hold in a file without trouble. Longer lists are the export's business. */
const most = 20_000;

type Row = Schemas["Customer"];
const columns: Column<Row>[] = (
  [
    ["id", (c) => c.id],
    ["name", customerName],
    ["identifiers", (c) => (c.identifiers ?? []).map(({ kind, value }) => `${kind}:${value}`).join(" ")],
    ["stage", (c) => c.stage],
    ["first_seen", (c) => c.first_seen],
    ["last_seen", (c) => c.last_seen],
    ["value", (c) => c.value],
    ["sessions", (c) => c.sessions],
  ] satisfies [string, (customer: Row) => string | number | null][]
).map(([name, text]) => ({ name, text, cell: text }));

/** Takes the list along: as a file, or as a link. */
export function PeopleTools({ people, total }: { people: People; total: number }) {
  const [collected, setCollected] = useState(0);
  const [copied, setCopied] = useState(false);
  const save = useMutation({
    mutationFn: () => allPeople(people, most, setCollected),
    onSuccess: (all) => download(`${fileName(people.title)}.csv`, new Blob([toCsv(columns, all)], { type: "text/csv" })),
  });
  const copy = async () => {
    await navigator.clipboard?.writeText(window.location.href);
    setCopied(true);
    setTimeout(() => setCopied(false), 2000);
  };
  return (
    <div className={classes.tools}>
      <Button size="xs" variant="default" disabled={save.isPending} onClick={() => save.mutate()}>
        {save.isPending ? `Collecting ${count(collected)} of ${count(Math.min(total, most))}…` : total > most ? `Download the first ${count(most)} as CSV` : "Download CSV"}
      </Button>
      <Button size="xs" variant="default" onClick={() => void copy()}>{copied ? "Link copied" : "Copy a link to this list"}</Button>
      <span className="visually-hidden" role="status">{copied ? "Link copied" : ""}</span>
      {save.error && <ProblemNote error={save.error} />}
    </div>
  );
}

function fileName(title: string): string {
  return title.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "") || "customers";
}
