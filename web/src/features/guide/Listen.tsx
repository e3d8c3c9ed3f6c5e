import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import type { Schemas } from "@/shared/api/client";
import { Code } from "@/shared/figure/Code";
import { useSnippet } from "./Connect";
import classes from "./GuidePage.module.css";
import { quarantineQuery, sourcesQuery } from "./queries";
import { findings } from "./steps";

type Props = { website: Schemas["Source"] | undefined; arrivals: Schemas["LiveEvent"][]; strangers: number; onBack: () => void };

/** Help is offered when nothing came for so long. */
const patience = 20_000;

/** Waits for the first event, says what is heard, and helps if nothing is. */
export function Listen({ website, arrivals, strangers, onBack }: Props) {
  const [long, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), patience);
    return () => clearTimeout(timer);
  }, []);
  useQuery({ ...sourcesQuery, refetchInterval: 3000 });
  const quarantined = useQuery({ ...quarantineQuery, refetchInterval: 3000 }).data?.items ?? [];
  const found = findings({ quarantined: quarantined.length, reason: quarantined[0]?.reason, strangers, robots: arrivals.filter(({ bot }) => bot).length });
  return (
    <section aria-labelledby="listen">
      <h1 id="listen" className={classes.title}>Now open your website</h1>
      <p className={classes.lead}>Click around as a customer would. Your own visit will be the first journey here, a second or two later.</p>
      <div className={`sheet ${classes.listening}`}>
        <p className={classes.ear} role="status"><span className={classes.pulse} aria-hidden="true" />Listening for the first event</p>
        {found.length > 0 && <ul className={classes.found} role="alert">{found.map((text) => <li key={text}>{text}</li>)}</ul>}
        {quarantined.length > 0 && <p><Link to="/settings/quarantine" className="plain-link">Look at what could not be used</Link></p>}
        {long && found.length === 0 && <Help website={website} />}
      </div>
      <div className={classes.buttons}>
        <Button size="md" variant="default" onClick={onBack}>Back to the line</Button>
        <Link to="/" className="plain-link">Do this later</Link>
      </div>
    </section>
  );
}

function Help({ website }: { website: Props["website"] }) {
  return (
    <div className={classes.help}>
      <h2 className={classes.helpTitle}>No call has reached this server yet</h2>
      <ul>
        <li>Is the line on the page? Open your website, show its source, and search for <code>wend.js</code>. {website && "It must be this one:"}</li>
      </ul>
      {website && <Snippet website={website} />}
      <ul>
        <li>Was the page published, and its cache cleared?</li>
        <li>An advertisement blocker in your own browser may hold it back: try a private window without extensions.</li>
        <li>Can your website's visitors reach the address in the line? An address such as 127.0.0.1 or localhost works on this computer only.</li>
        <li>If the site has a content security policy, it must allow that address in <code>script-src</code> and <code>connect-src</code>.</li>
      </ul>
      <p>The guide waits; you can also leave it and come back.</p>
    </div>
  );
}

function Snippet({ website }: { website: NonNullable<Props["website"]> }) {
  return <Code label="the line that must be there">{useSnippet(website)}</Code>;
}
