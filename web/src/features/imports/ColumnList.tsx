import { Select } from "@mantine/core";
import { useState } from "react";
import type { Schemas } from "@/shared/api/client";
import classes from "./Imports.module.css";
import { choices, type Kind } from "./meanings";

type Column = Schemas["PreviewColumn"];

/** What every column is taken for, with a picker to say otherwise. */
export function ColumnList({ columns, kind, recognised, unread, choose }: { columns: Column[]; kind: Kind; recognised: boolean; /** Whether no row can be read yet: the column that is missing may be one that is left out. */ unread: boolean; choose: (name: string, meaning: string) => void }) {
  const [asked, setAll] = useState<boolean>();
  const all = asked ?? unread;
  const used = columns.filter((column) => column.meaning !== "ignore");
  const hidden = columns.length - used.length;
  const listed = all || used.length === 0 ? columns : used;
  return (
    <details className={classes.fold} open={!recognised}>
      <summary>What the columns are{recognised && ` (${used.length} used, ${hidden} left out)`}</summary>
      <ul className={classes.columns}>
        {listed.map((column) => (
          <li key={column.name}>
            <div className={classes.column}>
              <strong>{column.name || "(no name)"}</strong>
              <span className={classes.samples}>{column.samples?.join(" · ") || "empty"}</span>
            </div>
            <Select
              aria-label={`What ${column.name} is`}
              description={recognised ? undefined : column.reason || undefined}
              inputWrapperOrder={["label", "input", "description", "error"]}
              data={choices(kind, column.meaning)}
              value={column.meaning}
              allowDeselect={false}
              searchable
              onChange={(value) => value && choose(column.name, value)}
            />
          </li>
        ))}
      </ul>
      {hidden > 0 && used.length > 0 && (
        <button type="button" className={`plain-link ${classes.more}`} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? "Hide the columns that are left out" : `Show ${hidden} ${hidden === 1 ? "column that is" : "columns that are"} left out`}
        </button>
      )}
    </details>
  );
}
