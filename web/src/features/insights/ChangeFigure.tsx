import { Link } from "@tanstack/react-router";
import { useZone } from "@/shared/api/me";
import { Figure } from "@/shared/figure/Figure";
import { count } from "@/shared/format/format";
import { type Change, dayInWords, type Insight, peopleOf, type Point, rose, trendOf } from "@/shared/insights/insights";
import { Notes } from "@/shared/notes/Notes";
import type { Note } from "@/shared/notes/notes";
import { useNotesOn } from "@/shared/notes/queries";
import { usePeople } from "@/shared/people/usePeople";
import { dayOf } from "@/shared/range/range";
import type { Column } from "@/shared/table/DataTable";
import { shownDays } from "./chart";
import { InsightChart } from "./InsightChart";
import classes from "./Insights.module.css";

const number = (value: number | null | undefined) => (value === null || value === undefined ? "–" : count(value));

const columns: Column<Point>[] = [
  { name: "Day", cell: ({ day }) => dayInWords(day), text: ({ day }) => day },
  { name: "Actual", cell: ({ value }) => number(value), text: ({ value }) => value, numeric: true },
  { name: "Expected", cell: ({ expected }) => number(expected), text: ({ expected }) => expected, numeric: true },
  { name: "At least", cell: ({ low }) => number(low), text: ({ low }) => low, numeric: true },
  { name: "At most", cell: ({ high }) => number(high), text: ({ high }) => high, numeric: true },
];

/** One change: its sentence, what came beside what was expected, and who is behind it. */
export function ChangeFigure({ change: { lead, also }, names }: { change: Change; names: Map<string, string> }) {
  const name = names.get(lead.metric) ?? lead.metric;
  const notes = useNotesOn(shownDays(lead.series.points ?? []));
  return (
    <Figure title={titleOf(lead, name)} explain={["expected_day"]} sentence={lead.text} rows={lead.series.points ?? []} columns={columns} rowKey={({ day }) => day}
      headline={<p className={classes.headline}><strong data-tone={rose(lead) ? "up" : "down"}>{count(lead.value)}</strong> {name}{lead.kind === "shift" ? " a day" : ""}<span className="soft">, {number(lead.expected?.[0])} to {number(lead.expected?.[1])} expected</span></p>}
      foot={<Foot lead={lead} also={also} notes={notes} />}>
      <InsightChart insight={lead} notes={notes} />
    </Figure>
  );
}

function titleOf(insight: Insight, name: string): string {
  const direction = rose(insight) ? "More" : "Fewer";
  return insight.kind === "shift" ? `${direction} ${name} since ${dayInWords(insight.day)}` : `${direction} ${name} on ${dayInWords(insight.day)}`;
}

function Foot({ lead, also, notes }: { lead: Insight; also: Insight[]; notes: Note[] }) {
  const zone = useZone();
  const open = usePeople();
  return (
    <>
      {also.length > 0 && (
        <ul className={classes.also} aria-label="Other metrics of the same days">
          {also.map((other) => <li key={other.metric}>{other.text}</li>)}
        </ul>
      )}
      {notes.length > 0 && <Notes notes={notes} />}
      <p className={classes.doors}>
        {lead.value > 0 && <button type="button" className="plain-link" aria-haspopup="dialog" onClick={() => open(peopleOf(lead, zone))}>See the customers</button>}
        <Link to="/understand/trends" search={trendOf(lead, dayOf(new Date(), zone))} className="plain-link">See it as a trend</Link>
      </p>
    </>
  );
}
