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
import { behind } from "./people";
import { askRetention, decodeRetention, encodeRetention, inWords } from "./question";
import { retentionQuery } from "./queries";
import { RetentionAnswer } from "./RetentionAnswer";
import { RetentionBuilder } from "./RetentionBuilder";

/** Who comes back, by when they began. */
export default function RetentionPage() {
  const goal = useGoal();
  return (
    <Page title="Retention" lead="Of the customers who began in one week, how many came back in the weeks after." range>
      {goal === undefined ? <Loading label="Opening" height={520} /> : <Asked goal={goal} />}
    </Page>
  );
}

function Asked({ goal }: { goal: string }) {
  const decode = useCallback((raw: unknown) => decodeRetention(raw, goal), [goal]);
  const { asked, draft, change } = useQuestion({ decode, encode: encodeRetention });
  const { range, bounds } = useRange();
  const definition = askRetention(asked, bounds);
  const { data, error, isPlaceholderData, refetch } = useQuery(retentionQuery(definition));
  const words = inWords(asked);
  const nobody = data && !(data.cohorts ?? []).some(({ size }) => size > 0);
  return (
    <>
      <QuestionPanel open={Boolean(error)} tools={<SaveButton question={{ analysis: "retention", question: encodeRetention(asked), ...storedRange(range) }} name={`Retention: ${words.what}`} normal={(raw) => encodeRetention(decode(raw))} />} summary={<><strong>{words.what}</strong> <span className="soft">{words.conditions}</span></>}>
        <RetentionBuilder question={draft} onChange={change} />
      </QuestionPanel>
      {error && <ProblemNote error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading label="Following the cohorts" height={520} />}
      {nobody && (
        <div className="sheet">
          <Empty title="Nobody began in this range" height={300} action={<Link to="/settings/sources" className="plain-link">Connect a source</Link>}>
            Choose a longer range, or another event to begin with.
          </Empty>
        </div>
      )}
      {data && !nobody && <Answering busy={isPlaceholderData}><RetentionAnswer answer={data} question={asked} {...(isPlaceholderData ? {} : { behind: behind(definition) })} /></Answering>}
    </>
  );
}
