import classes from "./home.module.css";
import { sparkPath } from "./sparkline";

const width = 100;
const height = 30;

/** The range as a small line over the faint one before it. The card says the same in words. */
export function Sparkline({ now, before }: { now: number[]; before: number[] }) {
  const top = Math.max(...now, ...before, 0) * 1.06;
  const path = sparkPath(now, top, width, height);
  const end = path.slice(path.lastIndexOf("L") + 1);
  return (
    <svg className={classes.spark} viewBox={`0 -3 ${width} ${height + 4}`} preserveAspectRatio="none" aria-hidden="true">
      <path d={`M0 ${height}H${width}`} className={classes.sparkGround} />
      <path d={sparkPath(before, top, width, height)} className={classes.sparkBefore} />
      <path d={path} className={classes.sparkNow} />
      {path && <path d={`M${end}h0`} className={classes.sparkEnd} />}
    </svg>
  );
}

/** A share as the part of a line that is filled. */
export function ShareLine({ share }: { share: number }) {
  return (
    <svg className={classes.spark} viewBox={`0 -3 ${width} ${height + 4}`} preserveAspectRatio="none" aria-hidden="true">
      <path d={`M0 ${height - 4}H${width}`} className={classes.shareAll} />
      {share > 0 && <path d={`M0 ${height - 4}H${Math.min(1, share) * width}`} className={classes.sharePart} />}
    </svg>
  );
}
