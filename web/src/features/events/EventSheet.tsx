import { Link } from "@tanstack/react-router";
import { useId, useState } from "react";
import type { Schemas } from "@/shared/api/client";
import { useZone } from "@/shared/api/me";
import { Code } from "@/shared/figure/Code";
import { ago, count, day, exact, plural } from "@/shared/format/format";
import classes from "./EventSheet.module.css";
import { PropertyTable } from "./PropertyTable";
import { exampleOf } from "./search";

/** One event in a line that opens into its properties and how it is sent. */
export function EventSheet({ event, open = false }: { event: Schemas["SchemaEvent"]; open?: boolean }) {
  const [chosen, setChosen] = useState<boolean | null>(null);
  const zone = useZone();
  const id = useId();
  const shown = chosen ?? open;
  const properties = event.properties ?? [];
  return (
    <section className={`sheet ${classes.event}`} aria-label={event.name}>
      <h2 className={classes.head}>
        <button type="button" className={classes.name} aria-expanded={shown} aria-controls={id} onClick={() => setChosen(!shown)}>
          <span className={classes.arrow} aria-hidden="true">{shown ? "▾" : "▸"}</span> {event.name}
        </button>
      </h2>
      <p className={classes.facts}>
        <strong>{count(event.count)}</strong> times · {plural(properties.length, "property", "properties")} · {event.first_seen ? `first on ${day(event.first_seen, zone)}, ` : ""}last <span title={exact(event.last_seen, zone)}>{ago(event.last_seen)}</span>
      </p>
      <div id={id} hidden={!shown} className={classes.body}>
        {shown && (
          <>
            <p className={classes.links}>
              {event.name !== "(other)" && <Link to="/understand/trends" search={(before) => ({ ...(before.range && { range: before.range }), q: { series: [{ event: event.name }] } })} className="plain-link">See it over time</Link>}
            </p>
            {properties.length > 0 ? <PropertyTable caption={`Properties of ${event.name}`} properties={properties} root="properties" of={event} /> : <p className="soft">It came without properties.</p>}
            <h3 className={classes.title}>How it is sent</h3>
            <Code label={`a call that sends ${event.name}`}>{exampleOf(event)}</Code>
          </>
        )}
      </div>
    </section>
  );
}
