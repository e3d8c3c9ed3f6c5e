import { count, percent } from "@/shared/format/format";
import type { People } from "@/shared/people/people";
import { PeopleNumber } from "@/shared/people/PeopleNumber";
import type { Schemas } from "@/shared/api/client";
import { limitsOf } from "./limits";
import classes from "./Rfm.module.css";

export type Behind = (of: Schemas["RfmWho"], title: string) => People;

const scores = [1, 2, 3, 4, 5] as const;

/** Customers by how lately and how often: the darker, the more there are. */
export function RfmGrid({ answer, behind }: { answer: Schemas["RfmAnswer"]; behind?: Behind }) {
  const cell = (recency: number, frequency: number) => answer.grid?.[recency - 1]?.[frequency - 1] ?? 0;
  const top = Math.max(1, ...scores.flatMap((r) => scores.map((f) => cell(r, f))));
  const { recency, frequency } = limitsOf(answer);
  const columns = scores.filter((f) => frequency[f - 1] !== undefined);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={classes.scroll} aria-label="Customers by how lately and how often" tabIndex={0}>
      <table className={classes.grid}>
        <caption className="visually-hidden">Customers by how lately (lines) and how often (columns) they ordered</caption>
        <thead>
          <tr>
            <td />
            {columns.map((f) => <th key={f} scope="col">{frequency[f - 1]}</th>)}
          </tr>
        </thead>
        <tbody>
          {[...scores].reverse().map((r) => (
            <tr key={r}>
              <th scope="row">{recency[r - 1]}</th>
              {columns.map((f) => {
                const n = cell(r, f);
                return (
                  <td key={f} style={n > 0 ? { background: `color-mix(in srgb, var(--accent) ${Math.round(4 + 38 * Math.sqrt(n / top))}%, var(--sheet))` } : undefined} title={n > 0 ? `${percent(n / Math.max(1, answer.customers))} of all` : undefined}>
                    <PeopleNumber people={behind?.({ recency: r, frequency: f }, `Last ${recency[r - 1]}, ${frequency[f - 1]}`)} value={n}>{n > 0 ? count(n) : <span className="soft">–</span>}</PeopleNumber>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
