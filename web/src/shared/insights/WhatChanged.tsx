import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { plural } from "@/shared/format/format";
import { useRange } from "@/shared/range/useRange";
import { changesOf, dayInWords } from "./insights";
import { insightsQuery } from "./queries";
import classes from "./WhatChanged.module.css";

const most = 3;

/** The latest changes and why, for the first screen: one sentence each. */
export default function WhatChanged() {
  const { range, bounds } = useRange();
  const { data, error } = useQuery(insightsQuery(bounds));
  if (error) return <p className={classes.quiet}>{error.message}</p>;
  if (!data) return <p className={classes.quiet} role="status">Looking for what changed…</p>;
  const changes = changesOf(data.insights ?? []);
  const watched = (data.watched ?? []).filter(({ enough }) => enough).length;
  if (!data.enough) return <p className={classes.quiet}>{data.reason}</p>;
  if (changes.length === 0) return <p className={classes.quiet}>Nothing unusual: {plural(watched, "key metric")} stayed where they were expected.</p>;
  return (
    <>
      <ul className={classes.list}>
        {changes.slice(0, most).map(({ key, lead }) => (
          <li key={key} className={classes.change}>
            <span className={classes.day}>{lead.kind === "shift" ? "since " : ""}{dayInWords(lead.day)}</span>
            <span>{lead.text}</span>
          </li>
        ))}
      </ul>
      <Link to="/understand/insights" search={{ range }} className="plain-link">{changes.length > most ? `See all ${changes.length} changes` : "See them beside what was expected"}</Link>
    </>
  );
}
