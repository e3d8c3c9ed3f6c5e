import { differenceInWords, type Rate, verdict } from "./lines";
import classes from "./Visits.module.css";

const [width, height] = [132, 22];

/** How far a rate lies from the site's: the dot is the difference, the line where it may lie, the middle the site. */
export function Whisker({ rate, reach, good }: { rate: Rate | null; reach: number; good: 1 | -1 }) {
  const difference = rate?.difference;
  if (!difference) return <span className="soft">–</span>;
  const x = (share: number) => width / 2 + Math.max(-1, Math.min(1, share / reach)) * (width / 2 - 5);
  return (
    <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={differenceInWords(rate)} className={classes.whisker} data-verdict={verdict(rate, good)}>
      <title>{differenceInWords(rate)}</title>
      <line x1={width / 2} x2={width / 2} y1={1} y2={height - 1} className={classes.middle} />
      <line x1={x(difference.low)} x2={x(difference.high)} y1={height / 2} y2={height / 2} className={classes.line} />
      <circle cx={x(difference.difference)} cy={height / 2} r={4} className={classes.dot} />
    </svg>
  );
}
