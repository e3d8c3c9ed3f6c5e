import { count } from "@/shared/format/format";
import { TooFew } from "@/shared/statistics/Rate";
import { inParts, mood, reach, score, type Voices } from "./words";
import classes from "./Voices.module.css";

const [width, height] = [150, 22];

/** Where a mood lies between very bad and very good: the dot is the mood, the line where it may lie, the middle neither. */
export function MoodLine({ voices: { mean, interval } }: { voices: Voices }) {
  if (mean === null || !interval) return <TooFew />;
  const x = (value: number) => width / 2 + value * (width / 2 - 5);
  return (
    <span className={classes.mood}>
      <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true" className={classes.whisker} data-mood={interval.high < 0 ? "bad" : interval.low > 0 ? "good" : "mixed"}>
        <line x1={x(-1)} x2={x(1)} y1={height / 2} y2={height / 2} className={classes.scale} />
        <line x1={width / 2} x2={width / 2} y1={2} y2={height - 2} className={classes.middle} />
        <line x1={x(interval.low)} x2={x(interval.high)} y1={height / 2} y2={height / 2} className={classes.line} />
        <circle cx={x(mean)} cy={height / 2} r={4.5} className={classes.dot} />
      </svg>
      <span className={classes.score}><strong>{score(mean)}</strong> {mood(mean)}<span className="visually-hidden">, 95% range {reach(interval)}</span></span>
    </span>
  );
}

/** How many texts are negative, neutral and positive: told in numbers, and drawn. */
export function ToneBar({ voices }: { voices: Voices }) {
  const { negative, neutral, positive, texts } = voices;
  const part = (n: number) => ({ flexGrow: n });
  return (
    <span className={classes.tones} role="img" aria-label={inParts(voices)} title={inParts(voices)} data-empty={texts === 0 || undefined}>
      {negative > 0 && <span data-tone="negative" style={part(negative)}>{count(negative)}</span>}
      {neutral > 0 && <span data-tone="neutral" style={part(neutral)} />}
      {positive > 0 && <span data-tone="positive" style={part(positive)}>{count(positive)}</span>}
    </span>
  );
}
