import { useZone } from "@/shared/api/me";
import { count, percent, plural } from "@/shared/format/format";
import type { People } from "@/shared/people/people";
import { PeopleNumber } from "@/shared/people/PeopleNumber";
import { fewest, range, wilson } from "@/shared/statistics/rate";
import classes from "./Retention.module.css";
import type { Period } from "./question";
import { type Cell, cohortName, periodName, type Triangle } from "./table";

export type Behind = (of: { cohort: string; period?: number }, title: string) => People;

/** The cohorts, one line each: the darker a cell, the more came back. */
export function CohortTable({ triangle, period, behind }: { triangle: Triangle; period: Period; behind?: Behind }) {
  const zone = useZone();
  const columns = Array.from({ length: triangle.periods }, (_, i) => i);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={classes.scroll} aria-label="Cohorts" tabIndex={0}>
      <table className={classes.cohorts}>
        <caption className="visually-hidden">Share of each cohort that came back, by {period}</caption>
        <thead>
          <tr>
            <th scope="col">Began</th>
            <th scope="col" className={classes.size}>Customers</th>
            {columns.map((later) => <th key={later} scope="col" className={classes.period}>{periodName(period, later)}</th>)}
          </tr>
        </thead>
        <tbody>
          {triangle.rows.map((row) => {
            const name = cohortName(row.start, period, zone);
            return (
              <tr key={row.start} data-few={row.size < fewest || undefined}>
                <th scope="row">{name}</th>
                <td className={classes.size}><PeopleNumber people={behind?.({ cohort: row.start }, `Began ${name}`)} value={row.size}>{count(row.size)}</PeopleNumber></td>
                {columns.map((later) => {
                  const cell = row.cells[later] ?? null;
                  return (
                    <td key={later} className={classes.cell} style={row.size < fewest ? undefined : shade(cell, later, triangle.top)} data-open={cell?.open || undefined} title={cell ? `${plural(cell.came, "customer")} of ${count(row.size)}${row.size < fewest ? "" : `, ${range(wilson(cell.came, row.size) ?? { low: 0, high: 1 })} with 95% confidence`}${cell.open ? ", so far" : ""}` : undefined}>
                      {cell && <PeopleNumber people={behind?.({ cohort: row.start, period: later }, `Began ${name}, came back in ${periodName(period, later).toLowerCase()}`)} value={cell.came}>{row.size < fewest ? count(cell.came) : percent(cell.rate, 0)}</PeopleNumber>}
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

/** How strongly a cell is coloured: never so much that its number could not be read. */
function shade(cell: Cell, later: number, top: number): { background: string } | undefined {
  if (!cell || later === 0 || cell.came === 0) return undefined;
  return { background: `color-mix(in srgb, var(--accent) ${Math.round(4 + 38 * Math.min(1, cell.rate / top))}%, var(--sheet))` };
}
