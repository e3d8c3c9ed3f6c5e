import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useCurrency } from "@/shared/api/me";
import { count } from "@/shared/format/format";
import { intervalFor, label } from "@/shared/range/range";
import { useRange } from "@/shared/range/useRange";
import { ProblemNote, TooLittle } from "@/shared/states/States";
import { rangeBefore, rangeWords } from "./compare";
import { keyFigures, summary } from "./figures";
import classes from "./home.module.css";
import { KeyCard } from "./KeyCard";
import { figuresQuery } from "./queries";

const labels = ["Visitors", "New customers", "Orders", "Repeat rate", "Revenue"];

/** The business in one look: five figures against the range before. */
export function KeyFigures() {
  const { range, bounds } = useRange();
  const currency = useCurrency();
  // The moment of the look: the same for both ranges, and until another range is chosen.
  const asked = useMemo(() => {
    const at = new Date();
    at.setSeconds(0, 0);
    return { at, before: rangeBefore(bounds, at), interval: intervalFor(bounds) };
  }, [bounds]);
  const now = useQuery(figuresQuery(bounds, asked.interval));
  const before = useQuery(figuresQuery(asked.before, asked.interval));
  const error = now.error ?? before.error;
  if (error) return <ProblemNote error={error} retry={() => void Promise.all([now.refetch(), before.refetch()])} />;
  const words = rangeWords(label(range));
  const figures = now.data && keyFigures(now.data, before.data, { bounds, now: asked.at.getTime(), currency, interval: asked.interval });
  return (
    <section className={classes.figures} aria-labelledby="figures" aria-busy={now.isFetching}>
      <h2 id="figures" className={classes.summary}>
        {now.data ? summary(now.data, words, currency) : <span role="status" className="soft">Counting {words}…</span>}
      </h2>
      <ul className={classes.cards} data-stale={now.isPlaceholderData || undefined}>
        {figures
          ? figures.map((figure) => <KeyCard key={figure.key} figure={figure} range={range} />)
          : labels.map((name) => <li key={name} className={classes.card}><span className={classes.cardLink}><span className={classes.label}>{name}</span></span></li>)}
      </ul>
      <p className={classes.key}>
        <svg width="30" height="10" viewBox="0 0 30 10" aria-hidden="true"><path d="M1 7c8 0 8-5 14-5s8 4 14 3" className={classes.sparkNow} /></svg> this range
        <svg width="30" height="10" viewBox="0 0 30 10" aria-hidden="true"><path d="M1 7c8 0 8-5 14-5s8 4 14 3" className={classes.sparkBefore} /></svg> the equally long range before
      </p>
      {now.data && now.data.visitors > 0 && now.data.visitors < 50 && (
        <TooLittle>These figures rest on {count(now.data.visitors)} customers: a single one moves them visibly.</TooLittle>
      )}
    </section>
  );
}
