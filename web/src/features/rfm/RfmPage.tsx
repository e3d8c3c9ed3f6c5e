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
import { askRfm, conditionsInWords, decodeRfm, encodeRfm } from "./question";
import { rfmQuery } from "./queries";
import { RfmAnswer } from "./RfmAnswer";
import { RfmBuilder } from "./RfmBuilder";
import classes from "./Rfm.module.css";

/** Who the best customers are, and who is about to leave. */
export default function RfmPage() {
  const goal = useGoal();
  return (
    <Page title="RFM" lead="Recency, frequency, monetary value: who your best customers are, who is on the way, and who is slipping away." range>
      {goal === undefined ? <Loading label="Opening" height={520} /> : <Asked goal={goal} />}
    </Page>
  );
}

function Asked({ goal }: { goal: string }) {
  const decode = useCallback((raw: unknown) => decodeRfm(raw, goal), [goal]);
  const { asked, draft, change } = useQuestion({ decode, encode: encodeRfm });
  const { range, bounds } = useRange();
  const definition = askRfm(asked, bounds);
  const { data, error, isPlaceholderData, refetch } = useQuery(rfmQuery(definition));
  return (
    <>
      <QuestionPanel open={Boolean(error)} tools={<SaveButton question={{ analysis: "rfm", question: encodeRfm(asked), ...storedRange(range) }} name={`RFM by ${asked.event}`} normal={(raw) => encodeRfm(decode(raw))} />} summary={<><strong>Customers by {asked.event}</strong> <span className="soft">{conditionsInWords(asked)}</span></>}>
        <RfmBuilder question={draft} onChange={change} />
      </QuestionPanel>
      {error && <ProblemNote error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading label="Scoring the customers" height={520} />}
      {data && data.customers === 0 && (
        <div className="sheet">
          <Empty title={`Nobody has ${asked.event} in this range`} height={300} action={<Link to="/settings/imports" className="plain-link">Import past orders</Link>}>
            Choose a longer range, or another event to judge customers by.
          </Empty>
        </div>
      )}
      {data && data.customers > 0 && <Answering busy={isPlaceholderData}><div className={classes.page}><RfmAnswer answer={data} {...(isPlaceholderData ? {} : { behind: behind(definition) })} /></div></Answering>}
    </>
  );
}
