import { Select, SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useCallback } from "react";
import { Page } from "@/shared/figure/Page";
import { EventPicker } from "@/shared/filters/EventPicker";
import { useGoal } from "@/shared/filters/useGoal";
import { Answering } from "@/shared/question/Answering";
import { QuestionPanel, QuestionPart } from "@/shared/question/QuestionPanel";
import { keep } from "@/shared/question/read";
import { useQuestion } from "@/shared/question/useQuestion";
import { useRange } from "@/shared/range/useRange";
import { storedRange } from "@/shared/saved/question";
import { SaveButton } from "@/shared/saved/SaveButton";
import { Empty, Loading, ProblemNote } from "@/shared/states/States";
import { IdealAnswer } from "./IdealAnswer";
import classes from "./Ideal.module.css";
import { askIdeal, decodeIdeal, encodeIdeal, type IdealQuestion, inWords, tops } from "./ideal";
import { behindProfile } from "./people";
import { profileQuery } from "./queries";

/** What the most valuable customers have in common. */
export default function IdealPage() {
  const goal = useGoal();
  return (
    <Page title="Ideal customer" lead="What your most valuable customers have in common beyond chance, by what was known of them early." range>
      {goal === undefined ? <Loading label="Opening" height={520} /> : <Asked goal={goal} />}
    </Page>
  );
}

function Asked({ goal }: { goal: string }) {
  const decode = useCallback((raw: unknown) => decodeIdeal(raw, goal), [goal]);
  const { asked, draft, change } = useQuestion({ decode, encode: encodeIdeal });
  const { range, bounds } = useRange();
  const definition = askIdeal(asked, bounds);
  const { data, error, isPlaceholderData, refetch } = useQuery(profileQuery(definition));
  const buyers = data ? data.best.customers + data.others.customers : 0;
  return (
    <>
      <QuestionPanel open={Boolean(error)} tools={<SaveButton question={{ analysis: "profile", question: encodeIdeal(asked), ...storedRange(range) }} name="Ideal customer" normal={(raw) => encodeIdeal(decode(raw))} />} summary={<strong>{inWords(asked)}</strong>}>
        <Builder question={draft} onChange={change} />
      </QuestionPanel>
      {error && <ProblemNote error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading label="Looking for the profile" height={520} />}
      {data && buyers === 0 && (
        <div className="sheet">
          <Empty title={`Nobody has ${data.goal} in this range`} height={300} action={<Link to="/settings/imports" className="plain-link">Import past orders</Link>}>
            Choose a longer range, or another event by which customers are judged.
          </Empty>
        </div>
      )}
      {data && buyers > 0 && <Answering busy={isPlaceholderData}><div className={classes.page}><IdealAnswer answer={data} {...(isPlaceholderData ? {} : { behind: behindProfile(definition) })} /></div></Answering>}
    </>
  );
}

function Builder({ question, onChange }: { question: IdealQuestion; onChange: (question: IdealQuestion) => void }) {
  const { measure, ...rest } = question;
  return (
    <QuestionPart title="Who is most valuable">
      <div className={classes.fields}>
        <EventPicker label="Customers are judged by" value={question.goal} onChange={(goal) => goal && onChange({ ...question, goal })} />
        <Select label="More valuable is" allowDeselect={false} value={measure ?? "usual"} data={[{ value: "usual", label: "who spent more (or, where nothing has a value, who came more often)" }, { value: "value", label: "who spent more" }, { value: "conversions", label: "who did it more often" }]}
          onChange={(value) => onChange({ ...rest, ...keep("measure", value === "value" || value === "conversions" ? value : undefined) })} comboboxProps={{ withinPortal: true }} />
        <div>
          <p className={classes.label} id="top">The best are the upper</p>
          <SegmentedControl aria-labelledby="top" value={String(question.top)} onChange={(value) => onChange({ ...question, top: Number(value) })} data={tops.map((top) => ({ value: String(top), label: `${top * 100}%` }))} />
        </div>
      </div>
    </QuestionPart>
  );
}
