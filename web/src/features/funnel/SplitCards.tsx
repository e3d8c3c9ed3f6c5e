import { between, count, percent } from "@/shared/format/format";
import { fewest, gapRange, isClear, range, tooFew } from "@/shared/statistics/rate";
import { TooLittle } from "@/shared/states/States";
import { type Card, points } from "./facts";
import type { Who } from "./people";
import classes from "./SplitCards.module.css";

type Props = { cards: Card[]; unit: string; onOpen?: (who: Who) => void };

/** The funnel of each group, small, beside the others and on one scale. */
export function SplitCards({ cards, unit, onOpen }: Props) {
  return (
    <ul className={classes.cards}>
      {cards.map((card) => <SplitCard key={card.label + String(card.value)} card={card} unit={unit} onOpen={onOpen} />)}
    </ul>
  );
}

function SplitCard({ card, unit, onOpen }: { card: Card; unit: string; onOpen?: Props["onOpen"] }) {
  const { rows, notable } = card;
  const last = rows[rows.length - 1];
  const first = rows[0];
  if (!first || !last) return null;
  return (
    <li className={classes.card}>
      <h3 className={classes.title}>{card.label}</h3>
      <p className={classes.rate}>
        <strong>{last.interval ? percent(last.rate) : `${count(last.count)} of ${count(first.count)}`}</strong>
        {card.difference && <span className={classes.difference}>{isClear(card.difference) ? <strong>{points(card.difference.difference)}</strong> : points(card.difference.difference)} to the others, {gapRange(card.difference)}</span>}
      </p>
      <p className={classes.base}>{last.interval ? <>{count(last.count)} of {count(first.count)} {unit}, {between(last.interval)}</> : <>{unit}: {tooFew} for a rate</>}</p>
      <ol className={classes.steps}>
        {rows.map((row) => {
          const told = notable?.number === row.number ? (notable.rate < notable.others ? "worse" : "better") : undefined;
          const before = rows[row.number - 2];
          return (
            <li key={row.number} data-told={told}>
              <span className={classes.name}>{row.name}</span>
              <span className={classes.track}><span style={{ width: `${row.rate * 100}%` }} /></span>
              {before ? (
                <button type="button" disabled={!onOpen || before.left === 0} aria-label={`${card.label}: ${row.step_interval ? `${percent(row.step_rate)} (${range(row.step_interval)})` : tooFew} go on to ${row.name}; see the ${count(before.left ?? 0)} who left before`} onClick={() => onOpen?.({ step: before.number, left: true, count: before.left ?? 0, group: { value: card.value, label: card.label } })} title={row.step_interval ? range(row.step_interval) : tooFew}>{row.step_interval ? percent(row.step_rate) : `${count(row.count)} of ${count(before.count)}`}</button>
              ) : <span className={classes.all}>{percent(1)}</span>}
              {told && notable && <span className={classes.told}>{told === "worse" ? "▼" : "▲"} against {percent(notable.others)} of the others</span>}
            </li>
          );
        })}
      </ol>
      {first.count < fewest && <TooLittle>Too few to compare.</TooLittle>}
    </li>
  );
}
