import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { Schemas } from "@/shared/api/client";
import { useCurrency, useZone } from "@/shared/api/me";
import { customerName, isNamed } from "@/shared/customer/customer";
import { ago, moment, money, plural } from "@/shared/format/format";
import { StageChip } from "@/shared/stage/StageChip";
import { Loading, ProblemNote } from "@/shared/states/States";
import classes from "./home.module.css";
import { latestQuery } from "./queries";

/** Those who were here last, each a door into their journey. */
export function LatestJourneys() {
  const latest = useQuery(latestQuery);
  return (
    <section className="sheet" aria-labelledby="latest">
      <div className={classes.head}>
        <h2 id="latest" className={classes.title}>What customers are doing now</h2>
        <Link to="/live" className="plain-link">Watch live</Link>
      </div>
      {latest.isPending ? (
        <Loading label="Looking who is here" height={470} />
      ) : latest.isError ? (
        <ProblemNote error={latest.error} retry={() => void latest.refetch()} />
      ) : (
        <ul className={classes.people}>
          {(latest.data.items ?? []).map((customer) => <Person key={customer.id} customer={customer} />)}
        </ul>
      )}
    </section>
  );
}

function Person({ customer }: { customer: Schemas["Customer"] }) {
  const currency = useCurrency();
  const zone = useZone();
  return (
    <li className={classes.person}>
      <span className={classes.who}>
        <Link to="/customers/$id" params={{ id: customer.id }} className={classes.name} data-known={isNamed(customer) || undefined}>{customerName(customer)}</Link>
        <span className={classes.seen}>
          <time dateTime={customer.last_seen} title={moment(customer.last_seen, zone)}>{ago(customer.last_seen)}</time>, {plural(customer.touchpoints, "touchpoint")} in {plural(customer.sessions, "session")}
        </span>
      </span>
      <span className={classes.stage}><StageChip stage={customer.stage} /></span>
      <span className={classes.worth}>{customer.value === 0 ? <span className="soft">no purchase</span> : money(customer.value, currency)}</span>
    </li>
  );
}
