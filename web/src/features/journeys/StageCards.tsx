import { count, duration } from "@/shared/format/format";
import { PeopleNumber } from "@/shared/people/PeopleNumber";
import { Rate } from "@/shared/statistics/Rate";
import { type Behind, entered, lapsed, standing } from "./people";
import type { StageNumbers } from "./queries";
import classes from "./StageCards.module.css";

/** The numbers of each stage, in order. */
export function StageCards({ stages, behind }: { stages: StageNumbers[]; behind: Behind }) {
  return (
    <ul className={classes.cards}>
      {stages.map((stage, place) => (
        <li key={stage.key} className={classes.card} style={{ borderTopColor: `var(--stage-${(place % 8) + 1})` }}>
          <h3 className={classes.name}>{stage.name}</h3>
          <p className={classes.number}><PeopleNumber people={behind(standing(stage))} value={stage.customers}>{count(stage.customers)}</PeopleNumber></p>
          <p className="soft" style={{ margin: 0 }}>customers are here</p>
          <dl className={classes.facts}>
            <dt>Entered</dt><dd><PeopleNumber people={behind(entered(stage))} value={stage.entered}>{count(stage.entered)}</PeopleNumber></dd>
            <dt>Typical stay</dt><dd>{duration(stage.median_seconds)}</dd>
            <dt>Fell silent</dt><dd><PeopleNumber people={behind(lapsed(stage))} value={stage.lapsed}>{count(stage.lapsed)}</PeopleNumber>{stage.lapsed_interval && <> (<Rate rate={stage.lapsed / stage.customers} interval={stage.lapsed_interval} digits={0} />)</>}</dd>
          </dl>
        </li>
      ))}
    </ul>
  );
}
