import { Link } from "@tanstack/react-router";
import { useCurrency } from "@/shared/api/me";
import { count, money, percent } from "@/shared/format/format";
import { PeopleNumber } from "@/shared/people/PeopleNumber";
import classes from "./Attribution.module.css";
import { hasCosts, type Row } from "./credit";
import { type Model, modelName } from "./models";
import type { Behind } from "./people";

type Props = { rows: Row[]; shown: Model[]; judge: Model; what: string; /** Only the shares: for a card. */ bare?: boolean; behind?: Behind };

/** Every touch with its share by every model, side by side; what it brought and cost by one of them. */
export function CreditMatrix({ rows, shown, judge, what, bare = false, behind }: Props) {
  const currency = useCurrency();
  const costs = hasCosts(rows);
  const top = Math.max(0.01, ...rows.flatMap((row) => shown.map((model) => row.by[model]?.share ?? 0)));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={classes.scroll} aria-label="Credit by model" tabIndex={0}>
      <table className={classes.matrix}>
        <caption className="visually-hidden">Share of the conversions that each model credits to each {what.toLowerCase()}</caption>
        <thead>
          <tr>
            <th scope="col">{what}</th>
            {shown.map((model) => <th key={model} scope="col" data-judge={model === judge || undefined}>{modelName(model)}</th>)}
            {!bare && <th scope="col" className={classes.apart}>Value</th>}
            {!bare && costs && <><th scope="col">Cost</th><th scope="col">Return</th></>}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const { low_model: low, high_model: high, reason } = row.disagreement ?? {};
            const apart = reason !== undefined && reason !== "The models agree.";
            const judged = row.by[judge];
            return (
              <tr key={row.key}>
                <th scope="row" title={row.name}><PeopleNumber people={behind?.({ touch: row.touch ?? null }, `Converted after ${row.name}`)} value={Object.values(row.by).some(({ conversions }) => conversions > 0) ? 1 : 0}><span className={classes.touch}>{row.name}</span></PeopleNumber></th>
                {shown.map((model) => {
                  const share = row.by[model];
                  return (
                    <td key={model} data-judge={model === judge || undefined} data-end={apart ? (model === high ? "high" : model === low ? "low" : undefined) : undefined} title={share ? `${count(share.conversions)} conversions, ${money(share.value, currency)}` : undefined}>
                      {percent(share?.share ?? 0)}
                      <span className={classes.bar} style={{ width: `${((share?.share ?? 0) / top) * 100}%` }} />
                    </td>
                  );
                })}
                {!bare && <td className={classes.apart}>{money(judged?.value ?? 0, currency)}</td>}
                {!bare && costs && <><td>{row.cost === null ? "–" : money(row.cost, currency)}</td><td data-return={judged?.roi === null || judged?.roi === undefined ? undefined : judged.roi < 0 ? "loss" : "gain"}>{returned(judged?.roi)}</td></>}
              </tr>
            );
          })}
        </tbody>
      </table>
      {!bare && <p className={classes.note}>
        The share of all conversions that each model gives. Bold is the model that gives most where they disagree, faint the one that gives least. Value{costs ? " and return" : ""} by {modelName(judge)}.{" "}
        {costs ? "Return is what came back for each unit spent, less the unit itself: +200% means three came back." : <>What was spent is not known: <Link to="/settings/imports" className="plain-link">import costs</Link> to see what each brings for its money.</>}
      </p>}
    </section>
  );
}

function returned(roi: number | null | undefined): string {
  return roi === null || roi === undefined ? "–" : `${roi < 0 ? "−" : "+"}${percent(Math.abs(roi), 0)}`;
}
