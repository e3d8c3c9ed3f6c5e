import { percent } from "@/shared/format/format";
import classes from "./Opportunities.module.css";
import type { Opportunity } from "@/shared/opportunities/queries";
import { points } from "@/shared/opportunities/words";

type Checked = NonNullable<Opportunity["check"]>;

const verdicts: Record<Checked["verdict"], string> = { better: "It helped", worse: "It got worse", unclear: "No clear change yet", too_early: "Too early to say" };

/** What became of it since it was fixed, beside those whom it did not concern. */
export function Check({ check }: { check: Checked }) {
  return (
    <section className={classes.check} data-verdict={check.verdict} aria-label="What became of it">
      <h3 className={classes.part}>{verdicts[check.verdict]}</h3>
      {check.verdict === "too_early" ? <p>{check.sentence}</p> : <Change check={check} />}
    </section>
  );
}

function Change({ check: { change, segment_before, segment_after, others_before, others_after } }: { check: Checked }) {
  return (
    <>
      <p><span className={classes.change}>{points(change.value)} points</span> <span className="soft">beside the others, {points(change.low)} to {points(change.high)} with 95 % certainty</span></p>
      <p>
        Of those concerned {percent(segment_before.rate, 0)} went on before and {percent(segment_after.rate, 0)} since, of the others {percent(others_before.rate, 0)} and {percent(others_after.rate, 0)}.
        What changed for everybody is no merit of the repair, so only the difference counts.
      </p>
    </>
  );
}
