import type { Schemas } from "@/shared/api/client";
import { useCurrency } from "@/shared/api/me";
import { PeopleNumber } from "@/shared/people/PeopleNumber";
import classes from "./Compare.module.css";
import type { Behind } from "./people";
import { atBegin } from "./question";
import { differenceOf, greatness, middle, spanOf, valued } from "./words";

type Row = Schemas["CompareRow"];
type Props = { rows: Row[]; names: [string, string]; label: string; behind?: Behind };

/** How far the picture goes to either side, in units of the effect. */
const widest = 1.6;

/** Each difference with its values, and a bar on one scale: right where the first group has more of it. */
export function DifferenceRows({ rows, names, label, behind }: Props) {
  return (
    <div className={classes.list}>
      <p className={classes.axis} aria-hidden="true">
        <span />{names.map((name) => <span key={name}>{atBegin(name)}</span>)}
        <span className={classes.sides}><span>less</span><span>more</span></span>
        <span className={classes.how}>Difference (95%)</span>
      </p>
      <ul className={classes.rows} aria-label={label}>
        {rows.map((row) => <Difference key={JSON.stringify(row.of)} row={row} names={names} {...(behind && { behind })} />)}
      </ul>
    </div>
  );
}

function Difference({ row, names, behind }: { row: Row; names: [string, string]; behind?: Behind }) {
  const currency = useCurrency();
  const sides = (["a", "b"] as const).map((group, i) => {
    const side = row[group];
    return (
      <span key={group} className={classes.value} data-group={group}>
        <span className="visually-hidden">{names[i]}: </span>
        <PeopleNumber people={behind?.({ group, ...row.of }, `${row.name}, ${names[i]}`)} value={side.with ?? side.customers}>{valued(row.unit, side.value, currency)}</PeopleNumber>
      </span>
    );
  });
  return (
    <li className={classes.row}>
      <span className={classes.what} title={row.sentence}>{row.name}</span>
      {sides}
      <Bar row={row} />
      <span className={classes.how}>
        {row.difference !== null && row.interval ? <><strong>{differenceOf(row.unit, row.difference, currency)}</strong> <span title="The difference lies here with 95% confidence">({spanOf(row.unit, row.interval, currency)})</span></> : row.defining ? "as chosen" : "too few to compare"}
      </span>
      {row.a.median && row.b.median && (
        <span className={classes.half}>
          Half of {names[0]} have {middle(row.unit, row.a.median, currency)}, half of {names[1]} {middle(row.unit, row.b.median, currency)}
        </span>
      )}
    </li>
  );
}

/** The effect with its interval, around a line that means no difference. */
function Bar({ row: { effect, strength } }: { row: Row }) {
  if (effect === null || strength === null) return <span className={classes.bar} />;
  const place = (value: number) => 50 + (50 * Math.max(-widest, Math.min(widest, value))) / widest;
  // The interval of an effect is as wide on either side; where it holds 0 only its nearer end is not known.
  const half = strength > 0 ? Math.abs(effect) - strength : Math.abs(effect);
  const [low, high] = [place(effect - half), place(effect + half)];
  return (
    <span className={classes.bar} role="img" aria-label={`${greatness(effect)} difference`} title={`${greatness(effect)} difference: effect ${effect.toFixed(2)}`}>
      <span className={classes.fill} data-less={effect < 0 || undefined} style={{ left: `${Math.min(50, place(effect))}%`, width: `${Math.abs(place(effect) - 50)}%` }} />
      <span className={classes.whisker} style={{ left: `${low}%`, width: `${high - low}%` }} />
    </span>
  );
}
