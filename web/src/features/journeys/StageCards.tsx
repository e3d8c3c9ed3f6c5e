import { count, duration, percent } from "@/shared/format/format";
import type { StageNumbers } from "./queries";
import classes from "./StageCards.module.css";

/** The numbers of each stage, in order. */
export function StageCards({ stages }: { stages: StageNumbers[] }) {
  return (
    <ul className={classes.cards}>
      {stages.map((stage, place) => (
        <li key={stage.key} className={classes.card} style={{ borderTopColor: `var(--stage-${(place % 8) + 1})` }}>
          <h3 className={classes.name}>{stage.name}</h3>
          <p className={classes.number}>{count(stage.customers)}</p>
          <p className="soft" style={{ margin: 0 }}>customers are here</p>
          <dl className={classes.facts}>
            <dt>Entered</dt><dd>{count(stage.entered)}</dd>
            <dt>Stayed, typically</dt><dd>{duration(stage.median_seconds)}</dd>
            <dt>Fell silent</dt><dd>{count(stage.lapsed)}{stage.customers > 0 && ` (${percent(stage.lapsed / stage.customers, 0)})`}</dd>
          </dl>
        </li>
      ))}
    </ul>
  );
}
