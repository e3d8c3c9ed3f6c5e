import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useCurrency } from "@/shared/api/me";
import { Code } from "@/shared/figure/Code";
import { clock, money } from "@/shared/format/format";
import { type LiveEvent, nameOf } from "./feed";
import classes from "./LivePage.module.css";

/** One event; opens into the message as it came. */
export function LiveRow({ event, zone }: { event: LiveEvent; zone: string }) {
  const [open, setOpen] = useState(false);
  const currency = useCurrency();
  return (
    <li className={classes.row}>
      <div className={classes.line}>
        <time className={classes.time} dateTime={event.time}>{clock(event.time, zone)}</time>
        <button type="button" className={classes.name} aria-expanded={open} onClick={() => setOpen(!open)}>{nameOf(event)}</button>
        <span className={classes.page}>{event.page}</span>
        <span className={classes.facts}>
          {event.value !== null && event.value !== undefined && <span>{money(event.value, currency)}</span>}
          {event.bot && <span className={classes.badge}>robot</span>}
          {event.time_replaced && <span className={classes.badge}>time of receipt</span>}
          <span>{[event.device, event.country].filter(Boolean).join(", ")}</span>
          {event.customer_id ? <Link to="/customers/$id" params={{ id: event.customer_id }} className="plain-link" aria-label={`${event.customer_name ?? "The customer"}, of this ${nameOf(event)}`}>{event.customer_name ?? "customer"}</Link> : <span>nobody</span>}
        </span>
      </div>
      {open && <div className={classes.message}><Code label="the message">{JSON.stringify(event.message, null, 2)}</Code></div>}
    </li>
  );
}
