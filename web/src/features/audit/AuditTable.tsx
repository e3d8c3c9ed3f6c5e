import { useZone } from "@/shared/api/me";
import type { Schemas } from "@/shared/api/client";
import { exact } from "@/shared/format/format";
import { DataTable } from "@/shared/table/DataTable";
import classes from "./Audit.module.css";
import { detailLines } from "./detail";

type Entry = Schemas["AuditEntry"];

const kinds: Record<Entry["actor"]["kind"], string> = { person: "", token: "API token", operator: "on the server itself", nobody: "" };

/** The entries, newest first. */
export function AuditTable({ entries }: { entries: Entry[] }) {
  const zone = useZone();
  return (
    <DataTable
      caption="Audit log"
      rows={entries}
      rowKey={(entry) => String(entry.number)}
      columns={[
        { name: "What", cell: (entry) => <What entry={entry} /> },
        { name: "Who", cell: (entry) => <>{entry.actor.kind === "nobody" ? "Somebody not signed in" : entry.actor.name}{kinds[entry.actor.kind] && <span className={classes.target}>{kinds[entry.actor.kind]}</span>}</> },
        { name: "When", cell: (entry) => exact(entry.time, zone) },
        { name: "More", cell: (entry) => <div className={classes.detail}>{detailLines(entry.detail).map((line) => <div key={line}>{line}</div>)}</div> },
        { name: "From", cell: (entry) => entry.address },
      ]}
    />
  );
}

function What({ entry }: { entry: Entry }) {
  return (
    <>
      {entry.summary}
      {entry.outcome === "refused" && <span className={classes.refused}> — refused</span>}
      {entry.target && <span className={classes.target}>{entry.target}</span>}
    </>
  );
}
