import { percent } from "@/shared/format/format";
import classes from "./Opportunities.module.css";
import type { Opportunity } from "./queries";

type Checked = NonNullable<Opportunity["check"]>;

const verdicts: Record<Checked["verdict"], string> = { better: "It helped", worse: "It got worse", unclear: "No clear change yet", too_early: "Too early to say" };

/** What became of it since it was fixed, beside those whom it did not concern. */
export function Check({ check }: { check: Checked }) {
  return (
    <section className={classes.check} data-verdict={check.verdict} aria-label="What became of it">
      <h3 className={classes.part}>{verdicts[check.verdict]}</h3>
      <p>{check.sentence}</p>
      {check.verdict !== "too_early" && (
        <p className="soft">Those concerned: {percent(check.segment_before.rate)} before, {percent(check.segment_after.rate)} after. The others: {percent(check.others_before.rate)} before, {percent(check.others_after.rate)} after.</p>
      )}
    </section>
  );
}
