import classes from "./Opportunities.module.css";
import type { Opportunity } from "./queries";
import { points } from "./words";

type Checked = NonNullable<Opportunity["check"]>;

const verdicts: Record<Checked["verdict"], string> = { better: "It helped", worse: "It got worse", unclear: "No clear change yet", too_early: "Too early to say" };

/** What became of it since it was fixed, beside those whom it did not concern. */
export function Check({ check }: { check: Checked }) {
  return (
    <section className={classes.check} data-verdict={check.verdict} aria-label="What became of it">
      <h3 className={classes.part}>{verdicts[check.verdict]}</h3>
      {check.verdict !== "too_early" && (
        <p><span className={classes.change}>{points(check.change.value)} points</span> <span className="soft">beside the others, {points(check.change.low)} to {points(check.change.high)} with 95 % certainty</span></p>
      )}
      <p>{check.sentence}</p>
    </section>
  );
}
