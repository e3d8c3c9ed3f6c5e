import { Button, Collapse, Tabs } from "@mantine/core";
import { useState } from "react";
import { useMay, useMe } from "@/shared/api/me";
import { Code } from "@/shared/figure/Code";
import { ago, count } from "@/shared/format/format";
import { ProblemNote } from "@/shared/states/States";
import { type Source, useRetireSource } from "./queries";
import classes from "./SourceCard.module.css";
import { kindLabel, snippets } from "./snippets";

/** One source: whether anything has arrived, its key, and what to paste. */
export function SourceCard({ source, secret }: { source: Source; secret?: string }) {
  const me = useMe();
  const mayRetire = useMay("manage_sources");
  const [open, setOpen] = useState(secret !== undefined || source.events === 0);
  const [sure, setSure] = useState(false);
  const retire = useRetireSource();
  const key = secret ?? source.write_key;
  const readable = !key.includes("•");
  const base = me.base_url.startsWith("http://127.0.0.1") ? window.location.origin : me.base_url;
  return (
    <section className="sheet" aria-label={source.name}>
      <div className={classes.head}>
        <div>
          <h2 className={classes.name}>{source.name}</h2>
          <p className={classes.kind}>{kindLabel(source.kind)}</p>
        </div>
        <p className={classes.state} data-received={source.events > 0 || undefined} role="status">
          <span className={classes.dot} aria-hidden="true" />
          {source.events > 0 && source.last_event ? `${count(source.events)} events, the last ${ago(source.last_event)}` : "Waiting for the first event"}
        </p>
      </div>
      {secret && !["browser", "app"].includes(source.kind) && <p className={classes.once}>Copy the key now: it is shown whole only this once.</p>}
      <div className={classes.tools}>
        <Button variant="light" size="xs" onClick={() => setOpen(!open)} aria-expanded={open}>{open ? "Hide the set-up" : "Show the set-up"}</Button>
        {!mayRetire ? null : sure ? (
          <span className={classes.sure}>
            Its key stops working at once; its events stay.
            <Button size="xs" color="red" loading={retire.isPending} onClick={() => retire.mutate(source.id)}>Retire the key</Button>
            <Button size="xs" variant="default" onClick={() => setSure(false)}>Keep it</Button>
          </span>
        ) : (
          <Button variant="subtle" color="gray" c="var(--ink-soft)" size="xs" onClick={() => setSure(true)}>Retire…</Button>
        )}
      </div>
      {retire.error && <ProblemNote error={retire.error} />}
      <Collapse expanded={open}>
        <div className={classes.setup}>
          <h3 className={classes.label}>Write key</h3>
          <Code label={`the write key of ${source.name}`}>{key}</Code>
          {source.kind !== "import" && <Snippets source={source} base={base} shown={readable ? key : "YOUR-WRITE-KEY"} />}
        </div>
      </Collapse>
    </section>
  );
}

function Snippets({ source, base, shown }: { source: Source; base: string; shown: string }) {
  const list = snippets(source.kind === "app" ? "server" : source.kind, base, shown);
  return (
    <Tabs defaultValue={list[0]?.name} mt="md" keepMounted={false}>
      <Tabs.List aria-label="Ways to send events">
        {list.map((snippet) => <Tabs.Tab key={snippet.name} value={snippet.name}>{snippet.name}</Tabs.Tab>)}
      </Tabs.List>
      {list.map((snippet) => (
        <Tabs.Panel key={snippet.name} value={snippet.name} pt="sm">
          <p className={classes.where}>{snippet.where}</p>
          <Code label={`the snippet for ${snippet.name}`}>{snippet.code}</Code>
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
