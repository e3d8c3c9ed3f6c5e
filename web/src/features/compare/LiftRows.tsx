import type { Schemas } from "@/shared/api/client";
import { percent } from "@/shared/format/format";
import { PeopleNumber } from "@/shared/people/PeopleNumber";
import classes from "./Ideal.module.css";
import type { BehindProfile } from "./people";

type Attribute = Schemas["CompareCommonness"];

/** The picture goes from a quarter to four times. */
const widest = Math.log(4);

/** What the best have in common: who has it, and how many times as likely that makes one of the best. */
export function LiftRows({ attributes, label, behind }: { attributes: Attribute[]; label: string; behind?: BehindProfile }) {
  return (
    <div className={classes.list}>
      <ul className={classes.rows} aria-label={label}>
        {attributes.map((attribute) => (
          <li key={JSON.stringify(attribute.of)} className={classes.row}>
            <span className={classes.what}>{attribute.name}</span>
            <span className={classes.shares}>
              <Share attribute={attribute} group="best" words="of the best" {...(behind && { behind })} />
              <Share attribute={attribute} group="others" words="of the others" {...(behind && { behind })} />
            </span>
            <Lift attribute={attribute} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Share({ attribute, group, words, behind }: { attribute: Attribute; group: "best" | "others"; words: string; behind?: BehindProfile }) {
  const side = attribute[group];
  return <span><strong><PeopleNumber people={behind?.({ group, checked: true, ...attribute.of }, `${attribute.name}, ${words}`)} value={side.with}>{percent(side.value, 0)}</PeopleNumber></strong> {words}</span>;
}

function Lift({ attribute: { lift, interval } }: { attribute: Attribute }) {
  if (lift === null || !interval) return <span className="soft">too few to tell</span>;
  const place = (value: number) => 50 + (50 * Math.max(-widest, Math.min(widest, Math.log(value)))) / widest;
  return (
    <span className={classes.lift}>
      <span className={classes.bar} aria-hidden="true">
        <span className={classes.whisker} style={{ left: `${place(interval.low)}%`, width: `${place(interval.high) - place(interval.low)}%` }} />
        <span className={classes.dot} data-less={lift < 1 || undefined} style={{ left: `${place(lift)}%` }} />
      </span>
      <span className={classes.times}><strong>{times(lift)}×</strong> as likely <span title="Where it lies with 95% confidence">({times(interval.low)} to {times(interval.high)})</span></span>
    </span>
  );
}

function times(value: number): string {
  return value.toFixed(value < 2 ? 2 : 1);
}
