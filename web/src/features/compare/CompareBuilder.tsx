import { Button, SegmentedControl } from "@mantine/core";
import { QuestionPart } from "@/shared/question/QuestionPanel";
import { keep } from "@/shared/question/read";
import classes from "./Compare.module.css";
import { GroupBuilder } from "./GroupBuilder";
import { something } from "./group";
import { type CompareQuestion, presets } from "./question";

/** Who is compared with whom. */
export function CompareBuilder({ question, goal, onChange }: { question: CompareQuestion; goal: string; onChange: (question: CompareQuestion) => void }) {
  const { b, bName, ...rest } = question;
  const { aName, ...unnamed } = question;
  return (
    <>
      <QuestionPart title="Begin with">
        <div className={classes.presets}>
          {presets(goal).map(({ name, question: preset }) => <Button key={name} variant="default" size="xs" onClick={() => onChange(preset)}>{name}</Button>)}
        </div>
      </QuestionPart>
      <QuestionPart title="The first group: those who">
        <GroupBuilder letter="A" group={question.a} name={aName ?? ""} onChange={(a) => onChange({ ...question, a })} onName={(name) => onChange({ ...unnamed, ...keep("aName", name || undefined) })} />
      </QuestionPart>
      <QuestionPart title="The second group">
        <SegmentedControl
          size="xs" w="fit-content" aria-label="The second group is" value={b ? "own" : "rest"}
          data={[{ value: "rest", label: "Everybody else" }, { value: "own", label: "Those who …" }]}
          onChange={(value) => onChange(value === "own" ? { ...rest, b: { did: [something], are: [], others: [] } } : rest)}
        />
        {b && <GroupBuilder letter="B" group={b} name={bName ?? ""} onChange={(next) => onChange({ ...question, b: next })} onName={(name) => onChange({ ...rest, b, ...keep("bName", name || undefined) })} />}
      </QuestionPart>
    </>
  );
}
