import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMay } from "@/shared/api/me";
import { Page } from "@/shared/figure/Page";
import { changesOf, dayInWords, type Insights, listed } from "@/shared/insights/insights";
import { type Calendar, holidaysInWords } from "@/shared/insights/holidays";
import { insightsQuery } from "@/shared/insights/queries";
import { Answering } from "@/shared/question/Answering";
import { useRange } from "@/shared/range/useRange";
import { SaveButton } from "@/shared/saved/SaveButton";
import { storedRange } from "@/shared/saved/question";
import { Empty, Loading, ProblemNote } from "@/shared/states/States";
import { ChangeFigure } from "./ChangeFigure";
import classes from "./Insights.module.css";

/** What lies beyond expectation, and why. */
export default function InsightsPage() {
  const { range, bounds } = useRange();
  const { data, error, isPlaceholderData, refetch } = useQuery(insightsQuery(bounds));
  return (
    <Page title="What changed" lead="Days that stand out and changes that last, each beside what was to be expected of it." range tools={<SaveButton question={{ analysis: "insights", question: {}, ...storedRange(range) }} name="What changed" normal={() => ({})} />}>
      {error ? <ProblemNote error={error} retry={() => void refetch()} /> : !data ? <Loading label="Comparing every day with what was to be expected" height={480} /> : (
        <Answering busy={isPlaceholderData}><Changes insights={data} /></Answering>
      )}
    </Page>
  );
}

function Changes({ insights }: { insights: Insights }) {
  const watched = insights.watched ?? [];
  const changes = changesOf(insights.insights ?? []);
  if (!insights.enough) return <TooShort insights={insights} />;
  const names = new Map(watched.map(({ metric, noun }) => [metric, noun]));
  return (
    <div className={classes.changes}>
      {changes.length === 0 ? (
        <div className="sheet">
          <Empty title="Nothing unusual in these days" height={320}>{whatWasWatched(insights)}</Empty>
        </div>
      ) : changes.map((change) => <ChangeFigure key={change.key} change={change} names={names} />)}
      <p className={classes.method}>
        {changes.length > 0 && whatWasWatched(insights)} What is expected follows from each metric's own trend, its week and public holidays; earlier odd days do not count. The ranges are so wide that a business in which nothing happens would see something here in at most one question of {Math.round(1 / insights.false_alarms)}.
      </p>
      <Holidays calendar={insights} />
    </div>
  );
}

/** Whose holidays were counted in, and where that is changed. */
function Holidays({ calendar }: { calendar: Calendar }) {
  const may = useMay("edit_settings");
  return (
    <p className={classes.method}>
      {holidaysInWords(calendar)} {may && <Link to="/settings/general" className="plain-link">{calendar.country === "" ? "Choose the country" : "Change the country"}</Link>}
    </p>
  );
}

function TooShort({ insights }: { insights: Insights }) {
  return (
    <div className="sheet">
      <Empty title="It is too early to expect anything" action={<Link to="/settings/imports" className="plain-link">Import your history</Link>} height={360}>{insights.reason}</Empty>
    </div>
  );
}

function whatWasWatched({ watched, from, to }: Insights): string {
  const able = (watched ?? []).filter(({ enough }) => enough).map(({ noun }) => noun);
  const not = (watched ?? []).filter(({ enough }) => !enough).map(({ noun }) => noun);
  return `Watched from ${dayInWords(from)} to ${dayInWords(to)}: ${listed(able)}.${not.length > 0 ? ` Too little history yet for ${listed(not)}.` : ""}`;
}
