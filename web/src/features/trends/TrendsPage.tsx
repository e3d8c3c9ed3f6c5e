import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useCallback } from "react";
import type { Schemas } from "@/shared/api/client";
import { schemaQuery } from "@/shared/api/schema";
import { Page } from "@/shared/figure/Page";
import { Answering } from "@/shared/question/Answering";
import { blamed } from "@/shared/question/fields";
import { QuestionPanel } from "@/shared/question/QuestionPanel";
import { useQuestion } from "@/shared/question/useQuestion";
import { SaveButton } from "@/shared/saved/SaveButton";
import { storedRange } from "@/shared/saved/question";
import { useRange } from "@/shared/range/useRange";
import { Empty, Loading, ProblemNote } from "@/shared/states/States";
import { trendQuery } from "./queries";
import { conditionsInWords, decodeTrend, encodeTrend, fullName, intervalOf, seriesName } from "./question";
import { TrendsAnswer } from "./TrendsAnswer";
import { TrendsBuilder } from "./TrendsBuilder";
import classes from "./TrendsPage.module.css";

/** How numbers move over time. */
export default function TrendsPage() {
  const schema = useQuery(schemaQuery);
  return (
    <Page title="Trends" lead="How many come, what they do and what it brings, over time." range>
      {schema.error ? <ProblemNote error={schema.error} retry={() => void schema.refetch()} /> : !schema.data ? <Loading label="Looking at what was recorded" height={480} /> : (
        <Analysis seen={schema.data.events ?? []} />
      )}
    </Page>
  );
}

function Analysis({ seen }: { seen: Schemas["SchemaEvent"][] }) {
  const decode = useCallback((raw: unknown) => decodeTrend(raw, seen), [seen]);
  const { asked, draft, change } = useQuestion({ decode, encode: encodeTrend });
  const { range, bounds } = useRange();
  const interval = intervalOf(asked, bounds);
  const { data, error, isPlaceholderData, refetch } = useQuery(trendQuery(asked, interval, bounds));
  if (seen.length === 0) return <NothingYet />;
  return (
    <>
      <QuestionPanel open={Boolean(error)} tools={<SaveButton question={{ analysis: "trend", question: encodeTrend(asked) ?? {}, ...storedRange(range) }} name={asked.series.map(seriesName).join(" and ")} normal={(raw) => encodeTrend(decode(raw))} />} summary={<><strong className={classes.series}>{asked.series.map(fullName).join(" · ")}</strong> <span className="soft">{conditionsInWords(asked, interval)}</span></>}>
        <TrendsBuilder question={draft} bounds={bounds} problems={blamed(error)} onChange={change} />
      </QuestionPanel>
      {error ? <ProblemNote error={error} retry={() => void refetch()} /> : !data ? <Loading label="Counting over time" height={620} /> : (
        <Answering busy={isPlaceholderData}>
          <TrendsAnswer trend={data} settled={!isPlaceholderData} />
        </Answering>
      )}
    </>
  );
}

function NothingYet() {
  return (
    <div className="sheet">
      <Empty title="No events have come in yet" action={<Link to="/settings/sources" className="plain-link">Connect your site</Link>} height={360}>
        Trends show how numbers move from day to day: customers, orders, revenue. They need events: connect a source, and the first lines appear here by themselves.
      </Empty>
    </div>
  );
}
