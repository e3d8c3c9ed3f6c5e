import { useCurrency } from "@/shared/api/me";
import { count, duration, money, percent } from "@/shared/format/format";
import { TooFew } from "@/shared/statistics/Rate";
import { PeopleNumber } from "@/shared/people/PeopleNumber";
import { type Behind, type Line, lineName, type Measure, measures, reach } from "./lines";
import classes from "./Visits.module.css";
import { Whisker } from "./Whisker";

type Props = { site: Line; lines: Line[]; measure: Measure; what: string; none: string; /** Only visits and the comparison: for a card. */ bare?: boolean; behind?: Behind };

/** The site on top, and each line under it with how far it lies from the site. */
export function VisitsTable({ site, lines, measure, what, none, bare = false, behind }: Props) {
  const currency = useCurrency();
  const { name, of, good, did, count: number } = measures[measure];
  const far = reach(lines, measure);
  const numbers = (line: Line, whole = false) => (
    <>
      <td><PeopleNumber people={behind?.(line)} value={line.sessions}>{count(line.sessions)}</PeopleNumber></td>
      <td className={classes.rate}>{line.enough ? <PeopleNumber people={behind?.(line, did)} value={number(line)}>{percent(of(line)?.rate ?? 0)}</PeopleNumber> : <TooFew />}</td>
      <td className={classes.drawing}>{whole ? <span className={classes.scale}><span>−{(far * 100).toFixed(1)}</span><span>site</span><span>+{(far * 100).toFixed(1)}</span></span> : <Whisker rate={of(line)} reach={far} good={good} />}</td>
      {!bare && <><td>{line.duration ? <span title={`Half of the visits are longer; the middle lies between ${duration(line.duration.low)} and ${duration(line.duration.high)} with 95% confidence`}>{duration(line.duration.median_seconds)}</span> : "–"}</td>
      <td>{count(line.conversions)}</td>
      <td>{money(line.value, currency)}</td></>}
    </>
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={classes.scroll} aria-label={what} tabIndex={0}>
      <table className={classes.table} data-bare={bare || undefined}>
        <caption className="visually-hidden">{what}, compared with the whole site by {name.toLowerCase()}</caption>
        <thead>
          <tr>
            <th scope="col">{what}</th><th scope="col">Visits</th><th scope="col">{name}</th><th scope="col" className={classes.drawing}>Against the site, in points</th>{!bare && <><th scope="col">Typical length</th><th scope="col">Conversions</th><th scope="col">Value</th></>}
          </tr>
        </thead>
        <tbody>
          <tr className={classes.site}><th scope="row">The whole site</th>{numbers(site, true)}</tr>
          {lines.map((line) => (
            <tr key={String(line.name)}>
              <th scope="row" title={lineName(line, none)}><span className={classes.name}>{lineName(line, none)}</span></th>
              {numbers(line)}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
