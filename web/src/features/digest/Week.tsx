import { Link } from "@tanstack/react-router";
import type { Schemas } from "@/shared/api/client";
import { count, money } from "@/shared/format/format";
import classes from "./Digest.module.css";

/** The week itself: figures, changes, opportunities. */
export function Week({ digest }: { digest: Schemas["DigestDigest"] }) {
  const changes = digest.changes ?? [];
  const opportunities = digest.opportunities ?? [];
  const figures = digest.figures ?? [];
  return (
    <article className={`sheet ${classes.week}`}>
      <ul className={classes.figures}>
        {figures.map((figure) => <WeekFigure key={figure.label} figure={figure} />)}
      </ul>
      <section aria-labelledby="changes">
        <h2 id="changes" className={classes.title}>What changed</h2>
        {changes.length === 0 && <p className="soft">{quiet(digest)}</p>}
        {changes.length > 0 && <ul className={classes.list}>{changes.map((change) => <li key={`${change.metric} ${change.day} ${change.kind}`}>{change.text}</li>)}</ul>}
        {digest.enough && <p><Link to="/understand/insights" search={{ range: `${digest.from}..${digest.to}` }} className="plain-link">See every change beside what was expected</Link></p>}
      </section>
      {opportunities.length > 0 && (
        <section aria-labelledby="opportunities">
          <h2 id="opportunities" className={classes.title}>Best opportunities</h2>
          <ul className={classes.list}>{opportunities.map(({ id, sentence }) => <li key={id}>{sentence}</li>)}</ul>
          <p><Link to="/opportunities" className="plain-link">See all opportunities</Link></p>
        </section>
      )}
      {figures.some(({ expected }) => expected) && <p className={classes.method}>A range holds what was to be expected with 95% confidence when the week began, from the metric's own trend and week before it.</p>}
    </article>
  );
}

/** What is said where nothing changed: that it is so, or that nobody can know. */
function quiet({ enough, reason }: Schemas["DigestDigest"]): string {
  return enough ? "Nothing unusual: every key metric stayed where it was expected." : `There is too little to say what is unusual. ${reason ?? ""}`.trim();
}

function WeekFigure({ figure }: { figure: Schemas["DigestFigure"] }) {
  const shown = (value: number) => (figure.unit ? money(value, figure.unit) : count(value));
  const [low, high] = figure.expected ?? [];
  return (
    <li className={classes.figure}>
      <span className={classes.label}>{figure.label}</span>
      <strong className={classes.number}>{shown(figure.value)}</strong>
      <span className="soft">
        {low === undefined || high === undefined ? "too little history to expect anything" : `${words[figure.beside]}${shown(low)} to ${shown(high)}${figure.beside === "within" ? "" : " expected"}`}
      </span>
    </li>
  );
}

const words: Record<Schemas["DigestFigure"]["beside"], string> = { above: "more than the ", within: "as expected: ", below: "less than the ", unknown: "" };
