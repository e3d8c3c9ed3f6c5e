import classes from "./Opportunities.module.css";
import { Part } from "./Part";
import type { Opportunity } from "@/shared/opportunities/queries";
import { points } from "@/shared/opportunities/words";
import { Rate } from "@/shared/statistics/Rate";
import { wilson } from "@/shared/statistics/rate";

type Checked = NonNullable<Opportunity["check"]>;

const verdicts: Record<Checked["verdict"], string> = { better: "It helped", worse: "It got worse", unclear: "No clear change yet", too_early: "Too early to say" };

/** What became of it since it was fixed, beside those whom it did not concern. */
export function Check({ check }: { check: Checked }) {
  return (
    <section className={classes.check} data-verdict={check.verdict} aria-label="What became of it">
      <Part title={verdicts[check.verdict]} explain="repair" />
      {check.verdict === "too_early" ? <p>{check.sentence}</p> : <Change check={check} />}
    </section>
  );
}

function Change({ check: { change, segment_before, segment_after, others_before, others_after } }: { check: Checked }) {
  return (
    <>
      <p><span className={classes.change}>{points(change.value)} points</span> <span className="soft">beside the others, {points(change.low)} to {points(change.high)} with 95% certainty</span></p>
      <p>
        Of those concerned <Went group={segment_before} /> went on before and <Went group={segment_after} /> since, of the others <Went group={others_before} /> and <Went group={others_after} />.
        What changed for everybody is no merit of the repair, so only the difference counts.
      </p>
    </>
  );
}

function Went({ group: { reached, attempts, rate } }: { group: Checked["segment_before"] }) {
  return <Rate rate={rate} interval={wilson(reached, attempts)} digits={0} />;
}
