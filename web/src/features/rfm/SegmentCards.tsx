import { useCurrency } from "@/shared/api/me";
import type { Schemas } from "@/shared/api/client";
import { rfmSegments } from "@/shared/customer/rfm";
import { count, money, percent } from "@/shared/format/format";
import { PeopleNumber } from "@/shared/people/PeopleNumber";
import type { Behind } from "./RfmGrid";
import classes from "./Rfm.module.css";

/** The named segments: how many they are, what they are worth, and what to do with them. */
export function SegmentCards({ answer, behind }: { answer: Schemas["RfmAnswer"]; behind?: Behind }) {
  const currency = useCurrency();
  return (
    <ul className={classes.cards}>
      {(answer.segments ?? []).map((segment) => {
        const words = rfmSegments[segment.key];
        return (
          <li key={segment.key} className={`sheet ${classes.card}`} data-empty={segment.customers === 0 || undefined}>
            <h3 className={classes.name}>{segment.name}</h3>
            <p className={classes.number}><PeopleNumber people={behind?.({ segment: segment.key }, segment.name)} value={segment.customers}>{count(segment.customers)}</PeopleNumber> <span>{percent(segment.customers / Math.max(1, answer.customers))} of customers, {percent(segment.value / Math.max(1, answer.value))} of the value ({money(segment.value, currency)})</span></p>
            {words && <p className={classes.words}>{words.who} <strong>{words.advice}</strong></p>}
          </li>
        );
      })}
    </ul>
  );
}
