import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useCurrency } from "@/shared/api/me";
import { settingsQuery } from "@/shared/api/settings";
import { plural } from "@/shared/format/format";
import { intervalFor, label, rangeBefore } from "@/shared/range/range";
import { useRange } from "@/shared/range/useRange";
import { Notes } from "@/shared/notes/Notes";
import { useNotes } from "@/shared/notes/queries";
import { Explain } from "@/shared/statistics/Explain";
import { fewest } from "@/shared/statistics/rate";
import { ProblemNote, TooLittle } from "@/shared/states/States";
import { rangeWords } from "./compare";
import { type KeyEvents, keyFigures, statisticsOf, summary } from "./figures";
import classes from "./home.module.css";
import { KeyCard } from "./KeyCard";
import { figuresQuery } from "./queries";

/** The business in one look: its key figures against the range before. */
export function KeyFigures() {
  const settings = useQuery(settingsQuery);
  if (settings.error) return <ProblemNote error={settings.error} retry={() => void settings.refetch()} />;
  return settings.data ? <Figures of={settings.data.key_events} /> : <Waiting labels={["", "", "", "", ""]} />;
}

function Waiting({ labels }: { labels: string[] }) {
  return (
    <section className={classes.figures} aria-busy="true">
      <h2 className={classes.summary}><span role="status" className="soft">Opening…</span></h2>
      <ul className={classes.cards}>
        {/* biome-ignore lint/suspicious/noArrayIndexKey: cards that are not known yet have nothing else */}
        {labels.map((name, i) => <EmptyCard key={i} label={name} />)}
      </ul>
    </section>
  );
}

function EmptyCard({ label }: { label: string }) {
  return <li className={classes.card}><span className={classes.cardLink}><span className={classes.label}>{label}</span></span></li>;
}

function Figures({ of: key }: { of: KeyEvents }) {
  const { range, bounds } = useRange();
  const currency = useCurrency();
  // The moment of the look: the same for both ranges, and until another range is chosen.
  const asked = useMemo(() => {
    const at = new Date();
    at.setSeconds(0, 0);
    return { at, before: rangeBefore(bounds, at), interval: intervalFor(bounds) };
  }, [bounds]);
  const { notes } = useNotes(bounds);
  const now = useQuery(figuresQuery(key, bounds, asked.interval));
  const before = useQuery(figuresQuery(key, asked.before, asked.interval));
  const error = now.error ?? before.error;
  if (error) return <ProblemNote error={error} retry={() => void Promise.all([now.refetch(), before.refetch()])} />;
  const words = rangeWords(label(range));
  const figures = now.data && keyFigures(key, now.data, before.data, { bounds, now: asked.at.getTime(), currency, interval: asked.interval });
  return (
    <section className={classes.figures} aria-labelledby="figures" aria-busy={now.isFetching}>
      <h2 id="figures" className={classes.summary}>
        {now.data ? summary(key, now.data, words, currency) : <span role="status" className="soft">Counting {words}…</span>}
      </h2>
      <ul className={classes.cards} data-stale={now.isPlaceholderData || undefined}>
        {figures
          ? figures.map((figure) => <KeyCard key={figure.label} figure={figure} range={range} />)
          : (key.figures ?? []).map(({ label: name }) => <EmptyCard key={name} label={name} />)}
      </ul>
      <p className={classes.key}>
        <svg width="30" height="10" viewBox="0 0 30 10" aria-hidden="true"><path d="M1 7c8 0 8-5 14-5s8 4 14 3" className={classes.sparkNow} /></svg> this range
        <svg width="30" height="10" viewBox="0 0 30 10" aria-hidden="true"><path d="M1 7c8 0 8-5 14-5s8 4 14 3" className={classes.sparkBefore} /></svg> the equally long range before
        <Explain about="the key figures" of={statisticsOf(key)} />
      </p>
      {notes.length > 0 && <Notes notes={notes} />}
      {now.data && now.data.visitors > 0 && now.data.visitors < fewest && (
        <TooLittle>These figures rest on {plural(now.data.visitors, "customer")}: too few for shares and comparisons, which need {fewest}.</TooLittle>
      )}
    </section>
  );
}
