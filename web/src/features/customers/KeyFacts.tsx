import type { ReactNode } from "react";
import { useCurrency, useZone } from "@/shared/api/me";
import { ago, count, day, exact, money } from "@/shared/format/format";
import { Explain } from "@/shared/statistics/Explain";
import classes from "./KeyFacts.module.css";
import type { Customer } from "./queries";
import { StagePath } from "./StagePath";

/** What one wants to know first: what the customer is worth, and where they stand. */
export function KeyFacts({ customer }: { customer: Pick<Customer, "value" | "sessions" | "touchpoints" | "stage"> & { first_seen: string | null; last_seen: string | null } }) {
  const currency = useCurrency();
  const zone = useZone();
  return (
    <section className={`sheet ${classes.facts}`} aria-label="Key facts">
      <dl className={classes.list}>
        <Fact name="Value" large>{money(customer.value, currency)}</Fact>
        <Fact name="Sessions">{count(customer.sessions)}</Fact>
        <Fact name="Touchpoints">{count(customer.touchpoints)}</Fact>
        {customer.first_seen && <Fact name="First seen"><time dateTime={customer.first_seen} title={exact(customer.first_seen, zone)}>{day(customer.first_seen, zone)}</time></Fact>}
        {customer.last_seen && <Fact name="Last seen"><time dateTime={customer.last_seen} title={exact(customer.last_seen, zone)}>{ago(customer.last_seen)}</time></Fact>}
      </dl>
      <div className={classes.explain}><Explain about="these key facts" of={["customer_value", "visits", "touchpoints"]} /></div>
      <StagePath stage={customer.stage} />
    </section>
  );
}

function Fact({ name, large = false, children }: { name: string; large?: boolean; children: ReactNode }) {
  return (
    <div className={classes.fact} data-large={large || undefined}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
