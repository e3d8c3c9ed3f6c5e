import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { BentPath } from "@/shared/motif/BentPath";
import classes from "./home.module.css";
import { latestQuery, sourcesQuery } from "./queries";

/** A fresh installation: the three steps to the first journey. Looks again by itself until it comes. */
export function FirstSteps() {
  useQuery({ ...latestQuery, refetchInterval: 4_000 });
  const sources = useQuery(sourcesQuery);
  const made = (sources.data?.items ?? []).length > 0;
  return (
    <section className={`sheet ${classes.first}`} aria-labelledby="first">
      <BentPath width={240} />
      <h2 id="first" className={classes.firstTitle}>Three steps to your first journey</h2>
      <ol className={classes.steps}>
        <li data-done={made || undefined}>
          <h3>{made ? "You have a source" : "Create a source"}{made && <span className="visually-hidden"> (done)</span>}</h3>
          <p>A source is a place that customers touch: your website, your shop's backend, the till. Each has its own key.</p>
          <Link to="/settings/sources" className="plain-link">{made ? "Look at your sources" : "Create a source"}</Link>
        </li>
        <li>
          <h3>Paste the snippet</h3>
          <p>One line in the head of your website is enough. It sets no cookie without need and calls nobody but you.</p>
          <Link to="/settings/sources" className="plain-link">Copy the snippet</Link>
        </li>
        <li>
          <h3>See the first journey</h3>
          <p>Open your website and click around. You will be the first customer here, within a second or two.</p>
          <Link to="/live" className="plain-link">Watch events arrive</Link>
        </li>
      </ol>
    </section>
  );
}
