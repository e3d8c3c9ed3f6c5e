import { Button, Tabs } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useMe, useZone } from "@/shared/api/me";
import { Code } from "@/shared/figure/Code";
import { ago, count, exact, plural } from "@/shared/format/format";
import classes from "./PlanPage.module.css";
import { type Row, sourcesQuery } from "./queries";
import { filled, misspelling, received, stateWords, wrong } from "./words";

/** One planned event: whether it arrives; it opens to say when to send it, with which code, and what came. */
export function PlanRow({ row, onRemove }: { row: Row; onRemove?: () => void }) {
  const [open, setOpen] = useState(false);
  const lookalikes = row.lookalikes ?? [];
  const attention = (row.properties ?? []).filter((property) => wrong(property, row.count > 0)).length;
  return (
    <li className={classes.row} data-state={row.state}>
      <details open={open} onToggle={(e) => setOpen(e.currentTarget.open)}>
        <summary className={classes.head}>
          <Mark state={row.state} />
          <span className={classes.event}>{row.event}</span>
          <span className={classes.need}>{row.own ? "your own" : row.required ? "needed" : ""}</span>
          <span className={classes.state}>{row.state === "received" ? plural(row.count, "time") : stateWords[row.state]}</span>
          <span className={classes.seen}>{row.last_seen ? `last ${ago(row.last_seen)}` : ""}</span>
        </summary>
        {open && <Opened row={row} onRemove={onRemove} />}
      </details>
      {!open && lookalikes[0] && <p className={classes.hint}>{misspelling(lookalikes[0])}</p>}
      {!open && attention > 0 && <p className={classes.hint}>{attention === 1 ? "One property needs a look." : `${count(attention)} properties need a look.`}</p>}
    </li>
  );
}

const marks: Record<Row["state"], string> = { received: "M3 8.5 6.5 12 13 4.5", misspelt: "M8 3v6.2M8 12.6v.2", not_yet: "" };

function Mark({ state }: { state: Row["state"] }) {
  return (
    <svg className={classes.mark} viewBox="0 0 16 16" aria-hidden="true">
      {state === "not_yet" ? <circle cx="8" cy="8" r="5" fill="none" strokeWidth="1.6" /> : <path d={marks[state]} fill="none" strokeWidth="2.2" strokeLinecap="round" strokeLinejoin="round" />}
    </svg>
  );
}

function Opened({ row, onRemove }: { row: Row; onRemove?: () => void }) {
  const zone = useZone();
  const lookalikes = row.lookalikes ?? [];
  return (
    <div className={classes.opened}>
      <p className={classes.when}>{row.when}</p>
      {row.first_seen && row.last_seen && (
        <p className="soft">First seen {exact(row.first_seen, zone)}, last {exact(row.last_seen, zone)}.</p>
      )}
      {lookalikes.length > 0 && (
        <div className={classes.misspelt}>
          {lookalikes.map((like) => <p key={like.name}>{misspelling(like)}</p>)}
          <p>If this event is meant, change the name to <strong>{row.event}</strong> where it is sent, as in the code below. What came so far keeps its name.</p>
        </div>
      )}
      <Examples row={row} />
      {(row.properties ?? []).length > 0 && <Properties row={row} />}
      {onRemove && <div><Button size="xs" variant="subtle" color="gray" c="var(--ink-soft)" onClick={onRemove}>Take it out of the plan</Button></div>}
    </div>
  );
}

/** The code, with this server's address and the key of a source in it. */
function Examples({ row }: { row: Row }) {
  const me = useMe();
  const sources = useQuery(sourcesQuery).data?.items ?? [];
  const base = me.base_url.startsWith("http://127.0.0.1") ? window.location.origin : me.base_url;
  const readable = sources.find(({ kind, write_key }) => kind === "browser" && !write_key.includes("•"));
  const secret = sources.find(({ kind }) => kind === "server");
  return (
    <Tabs defaultValue="browser" keepMounted={false}>
      <Tabs.List aria-label="Where it is sent from">
        <Tabs.Tab value="browser">On the website</Tabs.Tab>
        <Tabs.Tab value="server">From a server</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="browser" pt="sm">
        {readable ? (
          <>
            <p className={classes.where}>Once in the head of every page, if it is not there yet:</p>
            <Code label={`the snippet of ${readable.name}`}>{`<script async src="${base}/sdk/wend.js" data-write-key="${readable.write_key}"></script>`}</Code>
            <p className={classes.where}>And where it happens:</p>
          </>
        ) : (
          <p className={classes.where}>On pages that have the snippet of your website (Settings, Sources), where it happens:</p>
        )}
        <Code label={`the code for ${row.event}`}>{row.code.browser}</Code>
      </Tabs.Panel>
      <Tabs.Panel value="server" pt="sm">
        <p className={classes.where}>
          {secret ? `With the key of ${secret.name}, which was shown when it was made. ` : "With the key of a source of the kind server (Settings, Sources). "}
          Segment's server libraries send the same.
        </p>
        <Code label={`the server's code for ${row.event}`}>{filled(row.code.server, base, undefined)}</Code>
      </Tabs.Panel>
    </Tabs>
  );
}

function Properties({ row }: { row: Row }) {
  const any = row.count > 0;
  return (
    <div className={classes.scroll}>
      <table className={classes.properties}>
        <caption className="visually-hidden">Properties of {row.event}</caption>
        <thead><tr><th scope="col">Property</th><th scope="col">Is</th><th scope="col">{any ? "Received" : "Needed"}</th></tr></thead>
        <tbody>
          {(row.properties ?? []).map((property) => (
            <tr key={property.name}>
              <th scope="row"><code>{property.name}</code>{property.what && <span className={classes.what}>{property.what}</span>}</th>
              <td>{property.type}</td>
              <td data-wrong={wrong(property, any) || undefined}>{received(property, any)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
