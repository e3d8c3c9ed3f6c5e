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
import { CompareAnswer } from "./CompareAnswer";
import { CompareBuilder } from "./CompareBuilder";
import { behind } from "./people";
import { askCompare, atBegin, decodeCompare, encodeCompare, namesOf } from "./question";
import { compareQuery } from "./queries";

/** Two groups of customers, held against each other on everything. */
export default function ComparePage() {
  const goal = useGoal();
  return (
    <Page title="Compare" lead="Two groups of customers, held against each other on everything that is known of them." range>
      {goal === undefined ? <Loading label="Opening" height={520} /> : <Asked goal={goal} />}
    </Page>
  );
}

function Asked({ goal }: { goal: string }) {
  const decode = useCallback((raw: unknown) => decodeCompare(raw, goal), [goal]);
  const { asked, draft, change } = useQuestion({ decode, encode: encodeCompare });
  const { range, bounds } = useRange();
  const definition = askCompare(asked, bounds);
  const { data, error, isPlaceholderData, refetch } = useQuery(compareQuery(definition));
  const [a, b] = namesOf(asked);
  const question = encodeCompare(asked) ?? {};
  return (
    <>
      <QuestionPanel open={Boolean(error)} tools={<SaveButton question={{ analysis: "compare", question, ...storedRange(range) }} name={`${atBegin(a)} and ${b}`} normal={(raw) => encodeCompare(decode(raw)) ?? {}} />} summary={<><strong>{atBegin(a)}</strong> <span className="soft">against</span> <strong>{b}</strong></>}>
        <CompareBuilder question={draft} goal={goal} onChange={change} />
      </QuestionPanel>
      {error && <ProblemNote error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading label="Comparing" height={520} />}
      {data && data.a.customers === 0 && data.b.customers === 0 && (
        <div className="sheet">
          <Empty title="Nobody of these groups was there in this range" height={300} action={<Link to="/settings/imports" className="plain-link">Import what happened before</Link>}>
            Choose a longer range, or other groups.
          </Empty>
        </div>
      )}
      {data && data.a.customers + data.b.customers > 0 && <Answering busy={isPlaceholderData}><CompareAnswer answer={data} {...(isPlaceholderData ? {} : { behind: behind(definition) })} /></Answering>}
    </>
  );
}
