import { Explain } from "@/shared/statistics/Explain";
import type { Statistic } from "@/shared/statistics/explanations";
import classes from "./Opportunities.module.css";

/** The heading of a part of an opportunity, and how its numbers are counted. */
export function Part({ title, explain }: { title: string; explain?: Statistic }) {
  return (
    <div className={classes.headed}>
      <h3 className={classes.part}>{title}</h3>
      {explain && <Explain about={title} of={[explain]} />}
    </div>
  );
}
