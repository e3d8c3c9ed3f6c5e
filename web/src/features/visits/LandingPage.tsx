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
import { noPage } from "./names";
import { behindLanding } from "./people";
import { askLanding, decodeLanding, encodeLanding, inWords } from "./question";
import { landingQuery } from "./queries";
import { VisitsAnswer } from "./VisitsAnswer";
import { LandingBuilder } from "./VisitsBuilder";

/** What becomes of visits, by the page on which they begin. */
export default function LandingPage() {
  const goal = useGoal();
  return (
    <Page title="Landing pages" lead="What becomes of visits, by the page on which they begin, beside the whole site." range>
      {goal === undefined ? <Loading label="Opening" height={520} /> : <Asked goal={goal} />}
    </Page>
  );
}

function Asked({ goal }: { goal: string }) {
  const decode = useCallback((raw: unknown) => decodeLanding(raw, goal), [goal]);
  const { asked, draft, change } = useQuestion({ decode, encode: encodeLanding });
  const { range, bounds } = useRange();
  const definition = askLanding(asked, bounds);
  const { data, error, isPlaceholderData, refetch } = useQuery(landingQuery(definition));
  return (
    <>
      <QuestionPanel open={Boolean(error)} tools={<SaveButton question={{ analysis: "landing", question: encodeLanding(asked), ...storedRange(range) }} name="Landing pages" normal={(raw) => encodeLanding(decode(raw))} />} summary={<><strong>Landing pages</strong> <span className="soft">{inWords(asked)}</span></>}>
        <LandingBuilder question={draft} onChange={change} />
      </QuestionPanel>
      {error && <ProblemNote error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading label="Going through the visits" height={520} />}
      {data && (data.site.sessions === 0 ? <NoVisits /> : <Answering busy={isPlaceholderData}><VisitsAnswer title="Where visits begin" what="Landing page" none={noPage} answer={data} {...(isPlaceholderData ? {} : { behind: behindLanding(definition, data.site, noPage) })} /></Answering>)}
    </>
  );
}
