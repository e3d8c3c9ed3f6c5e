import { useElementSize } from "@mantine/hooks";
import { percent } from "@/shared/format/format";
import classes from "./Retention.module.css";
import type { Period } from "./question";
import { type Average, periodName } from "./table";

const height = 190;
const edge = { left: 46, right: 18, top: 14, bottom: 30 };

/** How many come back, on average, period by period, in the band where the true share lies. */
export function ReturnCurve({ averages, period }: { averages: Average[]; period: Period }) {
  const { ref, width } = useElementSize();
  const later = averages.filter((average) => average.period > 0);
  const last = Math.max(1, later.at(-1)?.period ?? 1);
  const top = niceTop(Math.max(0.01, ...later.map(({ high }) => high)));
  const x = (at: number) => edge.left + (last === 1 ? 0.5 : (at - 1) / (last - 1)) * Math.max(0, width - edge.left - edge.right);
  const y = (rate: number) => edge.top + (1 - Math.min(1, rate / top)) * (height - edge.top - edge.bottom);
  const line = later.map(({ period: at, rate }) => `${x(at)},${y(rate)}`);
  const band = [...later.map(({ period: at, high }) => `${x(at)},${y(high)}`), ...[...later].reverse().map(({ period: at, low }) => `${x(at)},${y(low)}`)];
  const step = Math.max(1, Math.ceil(last / Math.max(2, Math.floor(width / 78))));
  return (
    <div ref={ref} className={classes.curve}>
      {width > 0 && later.length > 0 && (
        <svg width={width} height={height} aria-hidden="true">
          {[0, 0.5, 1].map((part) => (
            <g key={part}>
              <line x1={edge.left} x2={width - edge.right} y1={y(top * part)} y2={y(top * part)} className={classes.grid} />
              <text x={edge.left - 8} y={y(top * part) + 4} textAnchor="end" className={classes.axis}>{percent(top * part)}</text>
            </g>
          ))}
          <polygon points={band.join(" ")} className={classes.band} />
          {later.length === 1 && later.map((average) => <line key="whisker" x1={x(1)} x2={x(1)} y1={y(average.low)} y2={y(average.high)} className={classes.whisker} />)}
          <polyline points={line.join(" ")} className={classes.line} />
          {later.map(({ period: at, rate, low, high }) => (
            <circle key={at} cx={x(at)} cy={y(rate)} r={3.5} className={classes.dot}><title>{`${periodName(period, at)}: ${percent(rate)} (${percent(low)} to ${percent(high)})`}</title></circle>
          ))}
          {later.filter(({ period: at }) => (at - 1) % step === 0).map(({ period: at }) => <text key={at} x={x(at)} y={height - 8} textAnchor={at === 1 && last > 1 ? "start" : at === last && last > 1 ? "end" : "middle"} className={classes.axis}>{periodName(period, at)}</text>)}
        </svg>
      )}
    </div>
  );
}

/** The next round share above. */
function niceTop(share: number): number {
  return [0.01, 0.02, 0.04, 0.06, 0.1, 0.2, 0.3, 0.4, 0.6, 0.8].find((top) => share <= top) ?? 1;
}
