import { percent } from "@/shared/format/format";
import type { Schemas } from "@/shared/api/client";
import classes from "./Attribution.module.css";
import { disputed, nameOf } from "./credit";
import { modelName } from "./models";

const most = 5;

/** Where the models lie apart, and why. */
export function Disagreements({ answer }: { answer: Schemas["AttributionAnswer"] }) {
  const list = disputed(answer).slice(0, most);
  return (
    <section className="sheet" aria-labelledby="disagreements">
      <h2 id="disagreements" className={classes.heading}>Where the models disagree, and why</h2>
      {list.length === 0 ? <p className="soft">They agree: whichever you take, the credit is about the same.</p> : (
        <ul className={classes.reasons}>
          {list.map((one) => (
            <li key={JSON.stringify(one.touch)}>
              <p className={classes.claim}><strong>{nameOf(one.touch)}</strong> <span>between {percent(one.low)} ({modelName(one.low_model)}) and {percent(one.high)} ({modelName(one.high_model)})</span></p>
              <p className={classes.reason}>{one.reason.replace(/\b(last_non_direct|markov)\b/g, modelName)}</p>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
