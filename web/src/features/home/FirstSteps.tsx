import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { BentPath } from "@/shared/motif/BentPath";
import classes from "./home.module.css";
import { latestQuery, sourcesQuery } from "./queries";

/** A fresh installation: the way into the guide. Looks again by itself until the first event comes. */
export function FirstSteps() {
  useQuery({ ...latestQuery, refetchInterval: 4_000 });
  const sources = useQuery(sourcesQuery);
  const made = (sources.data?.items ?? []).length > 0;
  return (
    <section className={`sheet ${classes.first}`} aria-labelledby="first">
      <BentPath width={240} />
      <h2 id="first" className={classes.firstTitle}>See your first journey</h2>
      <p className={classes.firstLead}>{made ? "Your website has its line. The guide waits for the first event and helps if none comes." : "A short guide: what kind of business it is, one line for your website, and your own visit as the first journey."}</p>
      <Button component={Link} to="/welcome" size="md">{made ? "Go on with the guide" : "Begin"}</Button>
      <p className={classes.firstOthers}><Link to="/plan" className="plain-link">Event plan</Link> <Link to="/settings/imports" className="plain-link">Bring in past orders</Link> <Link to="/settings/sources" className="plain-link">Sources</Link> <Link to="/live" className="plain-link">Watch events arrive</Link></p>
    </section>
  );
}
