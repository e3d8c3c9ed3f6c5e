import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { Page } from "@/shared/figure/Page";
import { useGoal } from "@/shared/filters/useGoal";
import { Answering } from "@/shared/question/Answering";
import { QuestionPanel } from "@/shared/question/QuestionPanel";
import { useQuestion } from "@/shared/question/useQuestion";
import { useRange } from "@/shared/range/useRange";
import { storedRange } from "@/shared/saved/question";
import { SaveButton } from "@/shared/saved/SaveButton";
import { Loading, ProblemNote } from "@/shared/states/States";
import { NoVisits } from "./NoVisits";
import { noSource } from "./names";
import { behindSources } from "./people";
import { askSources, byNames, decodeSources, encodeSources, inWords } from "./question";
import { sourcesQuery } from "./queries";
import { VisitsAnswer } from "./VisitsAnswer";
import { SourcesBuilder } from "./VisitsBuilder";

/** What becomes of visits, by where they come from. */
export default function TrafficSourcesPage() {
  const goal = useGoal();
  return (
    <Page title="Traffic sources" lead="What becomes of visits, by where they come from, beside the whole site." range>
      {goal === undefined ? <Loading label="Opening" height={520} /> : <Asked goal={goal} />}
    </Page>
  );
}

function Asked({ goal }: { goal: string }) {
  const decode = useCallback((raw: unknown) => decodeSources(raw, goal), [goal]);
  const { asked, draft, change } = useQuestion({ decode, encode: encodeSources });
  const { range, bounds } = useRange();
  const definition = askSources(asked, bounds);
  const { data, error, isPlaceholderData, refetch } = useQuery(sourcesQuery(definition));
  return (
    <>
      <QuestionPanel open={Boolean(error)} tools={<SaveButton question={{ analysis: "sources", question: encodeSources(asked), ...storedRange(range) }} name={byNames[asked.by].title} normal={(raw) => encodeSources(decode(raw))} />} summary={<><strong>{byNames[asked.by].title}</strong> <span className="soft">{inWords(asked)}</span></>}>
        <SourcesBuilder question={draft} onChange={change} />
      </QuestionPanel>
      {error && <ProblemNote error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading label="Going through the visits" height={520} />}
      {data && (data.site.sessions === 0 ? <NoVisits /> : <Answering busy={isPlaceholderData}><VisitsAnswer title="Where visits come from" what={capital(byNames[asked.by].one)} none={noSource} answer={data} {...(isPlaceholderData ? {} : { behind: behindSources(definition, data.site, noSource) })} /></Answering>)}
    </>
  );
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
