import { percent } from "@/shared/format/format";
import classes from "./Rate.module.css";
import { type Range, range, tooFew } from "./rate";

/** An estimated share with the range in which it lies; or that it rests on too few to be one. */
export function Rate({ rate, interval, digits }: { rate: number; interval: Range | null | undefined; digits?: number }) {
  if (!interval) return <TooFew />;
  return <>{percent(rate, digits)} <span className={classes.range}><span className="visually-hidden">, 95% range </span>{range(interval)}</span></>;
}

/** Stands where a number would say nothing. */
export function TooFew() {
  return <span className={classes.few}>{tooFew}</span>;
}
