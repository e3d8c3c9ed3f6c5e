import { Button } from "@mantine/core";
import { useIsFetching, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useCurrency } from "@/shared/api/me";
import { plural } from "@/shared/format/format";
import { knownQuery, type Opportunity, opportunitiesQuery } from "@/shared/opportunities/queries";
import { useSeeCustomers } from "@/shared/opportunities/useSeeCustomers";
import { sentences, worth } from "@/shared/opportunities/words";
import classes from "./BestOpportunities.module.css";

const most = 3;

/** The opportunities that are worth most for what they take. What the last search found is shown as it is; a search is begun only where that was more than a day ago, and after all else. */
export default function BestOpportunities() {
  const known = useQuery(knownQuery);
  const old = known.isSuccess && isOld(known.data.searched);
  const search = useQuery({ ...opportunitiesQuery, enabled: useQuiet(old) });
  const error = known.error ?? search.error;
  const found = (search.data ?? known.data?.items ?? []).filter(({ state }) => state === "open" || state === "testing");
  if (error) return <p className={classes.quiet}>{error.message}</p>;
  if (found.length > 0) return <Found found={found} />;
  if (!known.data || (old && !search.data)) return <p className={classes.quiet} role="status">Searching every step for every kind of customer…</p>;
  return <p className={classes.quiet}>Nothing stands out: no kind of customer is held up at a step more than others beyond chance, or there are too few customers yet. Some hundred a step are needed to tell.</p>;
}

const isOld = (searched: string | null) => searched === null || Date.now() - Date.parse(searched) > 86_400_000;

/** Whether it is wanted, and everything else on the screen has had its answer. */
function useQuiet(wanted: boolean): boolean {
  const [quiet, setQuiet] = useState(false);
  const busy = useIsFetching({ predicate: ({ queryKey }) => queryKey[0] !== "opportunities" });
  useEffect(() => {
    if (wanted && busy === 0) setQuiet(true);
  }, [wanted, busy]);
  return wanted && quiet;
}

function Found({ found }: { found: Opportunity[] }) {
  return (
    <>
      <ol className={classes.list}>{found.slice(0, most).map((one) => <Row key={one.id} found={one} more={most - found.length} />)}</ol>
      <Link to="/opportunities" className="plain-link">{found.length > most ? `See all ${plural(found.length, "opportunity", "opportunities")}, and decide` : "See what gives them away, and decide"}</Link>
    </>
  );
}

/** Few leave room to say more of each. */
function Row({ found, more }: { found: Opportunity; more: number }) {
  const { amount, interval } = worth(found, useCurrency());
  const seeCustomers = useSeeCustomers(found);
  const [first, rest] = sentences(found.sentence);
  return (
    <li className={classes.row}>
      <span className={classes.worth}><span className={classes.amount}>{amount}</span> <span className={classes.interval}>lost in 30 days, {interval}</span></span>
      <div className={classes.told}>
        <p className={classes.sentence} id={`home-${found.id}`}>{first}</p>
        {more > 0 && rest && <p className={classes.rest}>{rest}</p>}
        {more > 1 && found.suggestions?.[0] && <p className={classes.rest}>What could help: {found.suggestions[0]}</p>}
      </div>
      {seeCustomers && <Button variant="default" size="sm" className={classes.see} aria-describedby={`home-${found.id}`} onClick={seeCustomers}>See the customers</Button>}
    </li>
  );
}
