import { Button } from "@mantine/core";
import { useState } from "react";
import { useCurrency } from "@/shared/api/me";
import type { Schemas } from "@/shared/api/client";
import { count, money, percent, plural } from "@/shared/format/format";
import { PeopleNumber } from "@/shared/people/PeopleNumber";
import { DataTable } from "@/shared/table/DataTable";
import classes from "./Attribution.module.css";
import { nameOf } from "./credit";
import type { Behind } from "./people";

const shownFirst = 10;

/** The ways that led to most conversions. */
export function PathTable({ answer, behind }: { answer: Schemas["AttributionAnswer"]; behind?: Behind }) {
  const [all, setAll] = useState(false);
  const currency = useCurrency();
  const paths = answer.paths ?? [];
  const other = answer.other_paths;
  return (
    <section className="sheet" aria-labelledby="paths">
      <h2 id="paths" className={classes.heading}>The ways to a conversion</h2>
      <DataTable
        caption="The ways to a conversion"
        rows={all ? paths : paths.slice(0, shownFirst)}
        rowKey={({ path }) => JSON.stringify(path)}
        columns={[
          { name: "Way", cell: ({ path }) => <Way path={path ?? []} /> },
          { name: "Conversions", numeric: true, cell: ({ path, conversions }) => <PeopleNumber people={behind?.({ path: path ?? [] }, `Converted by ${inWords(path ?? [])}`, plural(conversions, "conversion"))} value={conversions}>{count(conversions)}</PeopleNumber> },
          { name: "Went it and did not convert", numeric: true, cell: ({ path, nulls }) => <PeopleNumber people={behind?.({ path: path ?? [], nulls: true }, `Went ${inWords(path ?? [])}, and did not convert`)} value={nulls}>{count(nulls)}</PeopleNumber> },
          { name: "Converted", numeric: true, cell: ({ conversions, nulls }) => (conversions + nulls < 30 ? <span className="soft">too few</span> : percent(conversions / (conversions + nulls))) },
          { name: "Value", numeric: true, cell: ({ value }) => money(value, currency) },
        ]}
      />
      {paths.length > shownFirst && <Button variant="default" size="xs" mt="sm" onClick={() => setAll(!all)}>{all ? "Show fewer" : `Show all ${paths.length}`}</Button>}
      {other.conversions > 0 && <p className={classes.note}>{count(other.conversions)} more conversions came by other ways.</p>}
    </section>
  );
}

/** A way in words, for the list of those who went it. */
export function inWords(path: unknown[]): string {
  return path.length === 0 ? "no touch" : path.map(nameOf).join(" → ");
}

/** One way; a touch that repeats is told once with its number. */
function Way({ path }: { path: unknown[] }) {
  if (path.length === 0) return <span className="soft">No touch within the time before</span>;
  const runs: { name: string; times: number }[] = [];
  for (const touch of path) {
    const last = runs.at(-1);
    const name = nameOf(touch);
    if (last?.name === name) last.times++;
    else runs.push({ name, times: 1 });
  }
  const shown = runs.length > 7 ? [...runs.slice(0, 3), null, ...runs.slice(-3)] : runs;
  return (
    <span className={classes.way}>
      {shown.map((run, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
        <span key={i}>{run ? <>{run.name}{run.times > 1 && <span className="soft"> ×{run.times}</span>}</> : "…"}{i < shown.length - 1 && <span className={classes.arrow}> → </span>}</span>
      ))}
    </span>
  );
}
