import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Schemas } from "@/shared/api/client";
import { ago } from "@/shared/format/format";
import classes from "./GuidePage.module.css";
import { arrived } from "./steps";

/** The end of the guide: the owner's own visit, as a journey. */
export function FirstJourney({ first, journey }: { first: { id: string; event: Schemas["LiveEvent"] }; journey: (customer: string) => ReactNode }) {
  return (
    <section aria-labelledby="journey">
      <h1 id="journey" className={classes.title}>Your first journey</h1>
      <p className={classes.lead}>{arrived(first.event, ago(first.event.time))} This is one visitor's way, step by step, and it grows while they go on.</p>
      {journey(first.id)}
      <h2 className={classes.nextTitle}>What comes next</h2>
      <ul className={classes.next}>
        <li><Link to="/plan" className="plain-link">Send what matters to you</Link><span>The event plan lists what to send, with the code to paste, and checks it as it arrives.</span></li>
        <li><a href="/settings/imports" className="plain-link">Bring in what you have</a><span>Orders and customers from before, as a file.</span></li>
        <li><Link to="/settings/stages" className="plain-link">Look at your stages</Link><span>From the first visit to recommending you.</span></li>
      </ul>
      <div className={classes.buttons}><Button size="md" component={Link} to="/">Go to the home page</Button></div>
    </section>
  );
}
