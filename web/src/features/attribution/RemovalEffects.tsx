import type { Schemas } from "@/shared/api/client";
import { Rate } from "@/shared/statistics/Rate";
import classes from "./Attribution.module.css";
import { nameOf } from "./credit";

const most = 8;

/** What would be lost without each touch. */
export function RemovalEffects({ effects }: { effects: Schemas["AttributionEffect"][] }) {
  const top = Math.max(0.01, ...effects.map(({ effect }) => effect));
  return (
    <section className="sheet" aria-labelledby="removal">
      <h2 id="removal" className={classes.heading}>What would be missing without it</h2>
      <p className={classes.lead}>The share of conversions that would be lost if everybody who came to this touch went away there (removal effect, on a Markov chain of the ways). The shares do not add up: a way that needs two touches is lost without either.</p>
      <ul className={classes.effects}>
        {effects.slice(0, most).map(({ touch, effect, interval }) => (
          <li key={JSON.stringify(touch)}>
            <span className={classes.effectName}>{nameOf(touch)}</span>
            <span className={classes.effectBar}>{interval && <span style={{ width: `${(effect / top) * 100}%` }} />}</span>
            <span className={classes.effectNumber}><Rate rate={effect} interval={interval} /></span>
          </li>
        ))}
      </ul>
    </section>
  );
}
