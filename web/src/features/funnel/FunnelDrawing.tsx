import { count, duration, percent } from "@/shared/format/format";
import { Rate } from "@/shared/statistics/Rate";
import { range } from "@/shared/statistics/rate";
import classes from "./FunnelDrawing.module.css";
import type { Row } from "./facts";
import type { Who } from "./people";

type Props = { rows: Row[]; unordered: boolean; onOpen?: (who: Who) => void };

/**
 * The steps as bars that narrow. Between two bars runs the way: what goes on
 * keeps straight, what leaves bends off and fades.
 */
export function FunnelDrawing({ rows, unordered, onOpen }: Props) {
  return (
    <ol className={classes.drawing}>
      {rows.map((row, i) => {
        const next = rows[i + 1];
        return (
          <li key={row.number} className={classes.item}>
            <div className={classes.step}>
              <div className={classes.name}><span className={classes.number}>{row.number}</span> {row.name}</div>
              <div className={classes.track}>
                <div className={classes.bar} style={{ width: `${row.rate * 100}%` }} data-last={i === rows.length - 1 || undefined} />
              </div>
              <div className={classes.figures}>
                <button type="button" className={classes.count} disabled={!onOpen || row.count === 0} aria-label={`${count(row.count)} came to ${row.name}: see them`} onClick={() => onOpen?.({ step: row.number, left: false, count: row.count })}>{count(row.count)}</button>
                <span className={classes.rate}>{i === 0 ? percent(1) : <Rate rate={row.rate} interval={row.interval} />}</span>
              </div>
            </div>
            {next && <Between row={row} next={next} unordered={unordered} onOpen={onOpen} />}
          </li>
        );
      })}
    </ol>
  );
}

function Between({ row, next, unordered, onOpen }: { row: Row; next: Row; unordered: boolean; onOpen?: Props["onOpen"] }) {
  const left = row.left ?? 0;
  return (
    <div className={classes.between} data-biggest={row.biggest || undefined}>
      <div className={classes.on}>
        <span>{next.step_interval ? <><strong>{percent(next.step_rate)}</strong> <span className={classes.time}>({range(next.step_interval)})</span> go on</> : <><strong>{count(next.count)} of {count(row.count)}</strong> go on</>}</span>
        {next.median_seconds !== null && <span className={classes.time}>{unordered ? "next after" : "after"} {duration(next.median_seconds)}</span>}
      </div>
      <Ribbon from={row.rate} to={next.rate} />
      <div className={classes.left}>
        <button type="button" disabled={!onOpen || left === 0} onClick={() => onOpen?.({ step: row.number, left: true, count: left })}>
          <strong>{count(left)}</strong> left{left > 0 && <span className="visually-hidden"> after {row.name}: see the people who left</span>}
        </button>
        {row.biggest && <span className={classes.note}>most leave here</span>}
      </div>
    </div>
  );
}

/** The way from one bar to the next; 0 to 1 of the first step. Decoration: the numbers stand beside it. */
function Ribbon({ from, to }: { from: number; to: number }) {
  const [a, b] = [from * 1000, to * 1000];
  return (
    <svg className={classes.ribbon} viewBox="0 0 1000 100" preserveAspectRatio="none" aria-hidden="true">
      <path className={classes.stay} d={`M0 0 H${b} V100 H0 Z`} />
      {a > b && <path className={classes.leave} d={`M${b} 0 H${a} C${a} 55 ${a - (a - b) * 0.12} 78 ${a + (a - b) * 0.02} 100 H${b + (a - b) * 0.35} C${b} 88 ${b} 60 ${b} 0 Z`} />}
    </svg>
  );
}
