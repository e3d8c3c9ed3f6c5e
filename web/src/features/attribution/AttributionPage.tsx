import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useCallback } from "react";
import { Page } from "@/shared/figure/Page";
import { useGoal } from "@/shared/filters/useGoal";
import { Answering } from "@/shared/question/Answering";
import { QuestionPanel } from "@/shared/question/QuestionPanel";
import { useQuestion } from "@/shared/question/useQuestion";
import { useRange } from "@/shared/range/useRange";
import { storedRange } from "@/shared/saved/question";
import { SaveButton } from "@/shared/saved/SaveButton";
import { Empty, Loading, ProblemNote } from "@/shared/states/States";
import { AttributionAnswer } from "./AttributionAnswer";
import { AttributionBuilder } from "./AttributionBuilder";
import { behind } from "./people";
import { askAttribution, decodeAttribution, encodeAttribution, inWords } from "./question";
import { attributionQuery } from "./queries";

/** What brings conversions, by several models side by side. */
export default function AttributionPage() {
  const goal = useGoal();
  return (
    <Page title="Attribution" lead="What came before conversions, and how much of them each of it deserves: several models side by side." range>
      {goal === undefined ? <Loading label="Opening" height={520} /> : <Asked goal={goal} />}
    </Page>
  );
}

function Asked({ goal }: { goal: string }) {
  const decode = useCallback((raw: unknown) => decodeAttribution(raw, goal), [goal]);
  const { asked, draft, change } = useQuestion({ decode, encode: encodeAttribution });
  const { range, bounds } = useRange();
  const definition = askAttribution(asked, bounds);
  const { data, error, isPlaceholderData, refetch } = useQuery(attributionQuery(definition));
  const words = inWords(asked);
  return (
    <>
      <QuestionPanel open={Boolean(error)} tools={<SaveButton question={{ analysis: "attribution", question: encodeAttribution(asked), ...storedRange(range) }} name={`Attribution: ${words.what}`} normal={(raw) => encodeAttribution(decode(raw))} />} summary={<><strong>{words.what}</strong> <span className="soft">{words.conditions}</span></>}>
        <AttributionBuilder question={draft} onChange={change} />
      </QuestionPanel>
      {error && <ProblemNote error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading label="Dealing out the credit" height={520} />}
      {data && data.conversions === 0 && (
        <div className="sheet">
          <Empty title={`Nobody has ${asked.conversion.events.join(" or ")} in this range`} height={300} action={<Link to="/settings/sources" className="plain-link">Connect a source</Link>}>
            Choose a longer range, or another event as the conversion.
          </Empty>
        </div>
      )}
      {data && data.conversions > 0 && <Answering busy={isPlaceholderData}><AttributionAnswer answer={data} question={asked} draft={draft} onChange={change} {...(isPlaceholderData ? {} : { behind: behind(definition) })} /></Answering>}
    </>
  );
}
