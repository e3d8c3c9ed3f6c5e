import type { Schemas } from "@/shared/api/client";
import { useCurrency } from "@/shared/api/me";
import { Figure } from "@/shared/figure/Figure";
import { useFigureFrame } from "@/shared/figure/frame";
import { count, money, percent, plural } from "@/shared/format/format";
import { PeopleNumber } from "@/shared/people/PeopleNumber";
import { TooLittle } from "@/shared/states/States";
import classes from "./Ideal.module.css";
import { LiftRows } from "./LiftRows";
import type { BehindProfile } from "./people";
import { PersonaDoor } from "./PersonaDoor";

type Props = { answer: Schemas["CompareProfile"]; behind?: BehindProfile };

/** Who the most valuable customers are, and what they had in common before anybody knew. */
export function IdealAnswer({ answer, behind }: Props) {
  const card = useFigureFrame();
  const currency = useCurrency();
  const attributes = answer.attributes ?? [];
  const unconfirmed = answer.unconfirmed ?? [];
  const more = behind && { behind };
  const persona = answer.persona;
  return (
    <>
      {!card && answer.enough && persona && (
        <section className={`sheet ${classes.persona}`} aria-label="The persona">
          <p className={classes.kicker}>The profile as a persona</p>
          <h2 className={classes.name}>{persona.name.replace(/^Ideal customer: /, "")}</h2>
          <p className={classes.fits}><strong>{percent(persona.best / Math.max(1, persona.best + persona.others), 0)}</strong> of the buyers like this are among the best; of all buyers it is {percent(answer.best.customers / Math.max(1, answer.best.customers + answer.others.customers), 0)}. {plural(persona.customers, "customer")} of the range fit, {count(persona.best)} of the best among them.</p>
          <PersonaDoor persona={persona} />
        </section>
      )}
      <Figure
        title="What the best have in common"
        explain={["lift"]}
        sentence={sentenceOf(answer)}
        headline={<Best answer={answer} {...more} />}
        rows={[...attributes, ...unconfirmed]}
        rowKey={(row) => JSON.stringify(row.of)}
        columns={[
          { name: "What", cell: (row) => row.name, text: (row) => row.name },
          { name: "Of the best", numeric: true, cell: (row) => percent(row.best.value, 0), text: (row) => row.best.value },
          { name: "Of the other buyers", numeric: true, cell: (row) => percent(row.others.value, 0), text: (row) => row.others.value },
          { name: "Of everybody", numeric: true, cell: (row) => percent(row.everybody.value, 0), text: (row) => row.everybody.value },
          { name: "Times as likely", numeric: true, cell: (row) => row.lift?.toFixed(2) ?? "–", text: (row) => row.lift },
          { name: "95% interval", numeric: true, cell: (row) => (row.interval ? `${row.interval.low.toFixed(2)} to ${row.interval.high.toFixed(2)}` : "–"), text: (row) => row.interval && `${row.interval.low} to ${row.interval.high}` },
          { name: "Confirmed", cell: (row) => (attributes.includes(row) ? "yes" : "no"), text: (row) => (attributes.includes(row) ? "yes" : "no") },
        ]}
      >
        {!answer.enough ? <TooLittle>There are {count(answer.best.customers)} of the best and {plural(answer.others.customers, "other buyer")}: each half of the customers needs 30 of both. Choose a longer range, or a wider share.</TooLittle> : (
          <>
            {attributes.length === 0 ? <p className="soft">Nothing that is known early tells the best from the other buyers beyond chance. That is an answer too: they cannot be picked out in advance by what Wend knows.</p> : <LiftRows attributes={attributes} label="Confirmed" {...more} />}
            {!card && unconfirmed.length > 0 && (
              <details className={classes.rest}>
                <summary>{count(unconfirmed.length)} found in one half of the customers and not confirmed in the other</summary>
                <LiftRows attributes={unconfirmed} label="Not confirmed" {...more} />
              </details>
            )}
            {!card && (
              <p className={classes.note}>
                The best are chosen among customers who came at about the same time, so that it is not only who has been there for longer; they spent {money(answer.best.value, currency)} on average, other buyers {money(answer.others.value, currency)}. Only what was known early is looked at: the first visit, lasting traits, and the first week before anything was bought.
                {" "}{plural(answer.tested, "thing")} were tested in one half of the customers (at most one in twenty findings is expected to be chance), and what was found was checked in the other half, whose numbers are shown. What goes with being valuable need not be its cause.
              </p>
            )}
          </>
        )}
      </Figure>
    </>
  );
}

function sentenceOf({ enough, attributes, best, goal, measure, value_share }: Schemas["CompareProfile"]): string {
  if (!enough) return "There are too few buyers to find a profile.";
  const bring = value_share !== null && measure !== "conversions" ? ` and bring ${percent(value_share, 0)} of the value` : "";
  const first = attributes?.[0];
  return `${plural(best.customers, "customer is", "customers are")} the most valuable of those with ${goal}${bring}. ${first ? first.sentence : "Nothing known early tells them from the others."}`;
}

function Best({ answer, behind }: Props) {
  return (
    <p className={classes.headline}>
      <strong><PeopleNumber people={behind?.({ group: "best" }, "The most valuable customers")} value={answer.best.customers}>{count(answer.best.customers)}</PeopleNumber></strong>
      <span>most valuable customers, beside <PeopleNumber people={behind?.({ group: "others" }, "The other buyers")} value={answer.others.customers}>{count(answer.others.customers)}</PeopleNumber> other buyers</span>
    </p>
  );
}
