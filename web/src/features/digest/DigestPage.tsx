import { Button } from "@mantine/core";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { answer, api, type Schemas } from "@/shared/api/client";
import { Page } from "@/shared/figure/Page";
import { count, money } from "@/shared/format/format";
import { dayInWords } from "@/shared/insights/insights";
import { Loading, ProblemNote } from "@/shared/states/States";
import classes from "./Digest.module.css";

const digestQuery = queryOptions({
  queryKey: ["digest"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/digest", { signal })),
  staleTime: 60_000,
});

/** The last whole week on one page, to read or to print. */
export default function DigestPage() {
  const { data, error, refetch } = useQuery(digestQuery);
  return (
    <Page title="The week" lead={data ? `${data.business}, ${dayInWords(data.from)} to ${dayInWords(data.to)}` : "The last whole week, beside what was to be expected of it."}
      tools={<Button variant="default" className={classes.print} disabled={!data} onClick={() => window.print()}>Print</Button>}>
      {error ? <ProblemNote error={error} retry={() => void refetch()} /> : !data ? <Loading label="Putting the week together" height={560} /> : <Week digest={data} />}
    </Page>
  );
}

function Week({ digest }: { digest: Schemas["DigestDigest"] }) {
  const changes = digest.changes ?? [];
  const opportunities = digest.opportunities ?? [];
  return (
    <article className={`sheet ${classes.week}`}>
      <ul className={classes.figures}>
        {(digest.figures ?? []).map((figure) => <WeekFigure key={figure.label} figure={figure} />)}
      </ul>
      <section aria-labelledby="changes">
        <h2 id="changes" className={classes.title}>What changed</h2>
        {changes.length === 0 && <p className="soft">{digest.enough ? "Nothing unusual: every key metric stayed where it was expected." : "There is too little history yet to say what is unusual."}</p>}
        {changes.length > 0 && <ul className={classes.list}>{changes.map((change) => <li key={`${change.metric} ${change.day} ${change.kind}`}>{change.text}</li>)}</ul>}
        <p><Link to="/understand/insights" search={{ range: `${digest.from}..${digest.to}` }} className="plain-link">See every change beside what was expected</Link></p>
      </section>
      {opportunities.length > 0 && (
        <section aria-labelledby="opportunities">
          <h2 id="opportunities" className={classes.title}>Best opportunities</h2>
          <ul className={classes.list}>{opportunities.map(({ id, sentence }) => <li key={id}>{sentence}</li>)}</ul>
        </section>
      )}
      <p className={classes.method}>A range holds what was to be expected with 95 % confidence when the week began, from the metric's own trend and week before it.</p>
    </article>
  );
}

function WeekFigure({ figure }: { figure: Schemas["DigestFigure"] }) {
  const shown = (value: number) => (figure.unit ? money(value, figure.unit) : count(value));
  const [low, high] = figure.expected ?? [];
  return (
    <li className={classes.figure}>
      <span className={classes.label}>{figure.label}</span>
      <strong className={classes.number}>{shown(figure.value)}</strong>
      <span className="soft">
        {low === undefined || high === undefined ? "too little history to expect anything" : `${words[figure.beside]}${shown(low)} to ${shown(high)}${figure.beside === "within" ? "" : " expected"}`}
      </span>
    </li>
  );
}

const words: Record<Schemas["DigestFigure"]["beside"], string> = { above: "more than the ", within: "as expected: ", below: "less than the ", unknown: "" };
