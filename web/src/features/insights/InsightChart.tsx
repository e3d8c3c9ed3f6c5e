import { compact } from "@/shared/format/format";
import { dayInWords, type Insight } from "@/shared/insights/insights";
import type { Note } from "@/shared/notes/notes";
import { drawing, noteMarks } from "./chart";
import classes from "./Insights.module.css";

const width = 700;
const height = 150;

/** What came beside what was expected. The figure says the same in a sentence and a table. */
export function InsightChart({ insight, notes }: { insight: Insight; notes: Note[] }) {
  const points = insight.series.points ?? [];
  const { band, line, marks, top } = drawing(points, insight.day, insight.kind === "shift" ? insight.last : insight.day, width, height);
  const at = points.findIndex(({ day }) => day === insight.day) / Math.max(1, points.length - 1);
  const written = noteMarks(notes, points);
  return (
    <div className={classes.chart} data-notes={written.length > 0 || undefined}>
      <span className={classes.top}>{compact(Math.round(top / 1.05))}</span>
      <svg viewBox={`0 -6 ${width} ${height + 12}`} preserveAspectRatio="none" aria-hidden="true">
        <path d={`M0 ${height}H${width}`} className={classes.ground} />
        <path d={band} className={classes.band} />
        {written.map((note) => <path key={note.id} d={`M${note.at * width} 0V${height}`} className={classes.noteLine} />)}
        <path d={line} className={classes.line} />
        {marks.map((mark) => <path key={mark} d={mark} className={classes.mark} />)}
      </svg>
      {written.map((note) => <span key={note.id} className={classes.noteMark} style={{ left: `${note.at * 100}%` }} aria-hidden="true">{note.label}</span>)}
      <div className={classes.axis}>
        {at > 0.2 && <span>{points[0] && dayInWords(points[0].day)}</span>}
        <strong style={{ left: `${at * 100}%` }} data-end={at > 0.85 || undefined} data-begin={at < 0.15 || undefined}>{dayInWords(insight.day)}</strong>
        {at < 0.7 && <span className={classes.last}>{dayInWords(points.at(-1)?.day ?? insight.day)}</span>}
      </div>
      <p className={classes.key}><i className={classes.keyBand} /> expected <i className={classes.keyLine} /> actual</p>
    </div>
  );
}
