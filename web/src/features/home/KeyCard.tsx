import { Link } from "@tanstack/react-router";
import { PeopleNumber } from "@/shared/people/PeopleNumber";
import type { Change } from "./compare";
import type { KeyFigure } from "./figures";
import classes from "./home.module.css";
import { ShareLine, Sparkline } from "./Sparkline";

/** So many characters fit into a fifth of the page in full size. */
const longest = 9;

/** One key figure: its number opens the customers behind it, the rest of the card the question. */
export function KeyCard({ figure, range }: { figure: KeyFigure; range: string }) {
  const screen = figure.opening.to === "/understand/funnel" ? "Funnel" : "Trends";
  return (
    <li className={classes.card}>
      <div className={classes.cardLink}>
        <Link to={figure.opening.to} search={{ range, q: figure.opening.q }} className={classes.cover}>
          <span className={classes.label}>{figure.label}</span>
          <span className="visually-hidden">: {figure.value}. Open in {screen}</span>
        </Link>
        <span className={classes.number} data-long={figure.value.length > longest || undefined}><PeopleNumber people={figure.people} value={figure.some}>{figure.value}</PeopleNumber></span>
        <span className={classes.aside}>{figure.aside}</span>
        {figure.line ? <Sparkline {...figure.line} /> : <ShareLine share={figure.share ?? 0} />}
        <ChangeLine change={figure.change} />
        <span className="visually-hidden">against the time before.</span>
      </div>
    </li>
  );
}

const arrows = { up: "M5 9V1.5M1.5 5 5 1.5 8.5 5", down: "M5 1v7.5M1.5 5 5 8.5 8.5 5", level: "M1 5h7.5M5 1.5 8.5 5 5 8.5" };

function ChangeLine({ change }: { change: Change }) {
  const tone = change.welcome === undefined ? undefined : change.welcome ? "good" : "bad";
  return (
    <span className={classes.change}>
      <span className={classes.size} data-tone={tone}>
        {change.sign !== "none" && (
          <svg width="11" height="11" viewBox="0 0 10 10" aria-hidden="true"><path d={arrows[change.sign]} fill="none" stroke="currentColor" strokeWidth="1.7" strokeLinecap="round" strokeLinejoin="round" /></svg>
        )}
        {change.words}
      </span>
      {change.note && <span className={classes.changeNote}>{change.note}</span>}
    </span>
  );
}
