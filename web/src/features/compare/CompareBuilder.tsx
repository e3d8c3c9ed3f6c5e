import { Button, SegmentedControl, TextInput } from "@mantine/core";
import { QuestionPart } from "@/shared/question/QuestionPanel";
import { keep } from "@/shared/question/read";
import { SegmentBuilder } from "@/shared/segment/SegmentBuilder";
import classes from "./Compare.module.css";
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
      <QuestionPart title="The first group">
        <Name letter="A" name={aName} onChange={(name) => onChange({ ...unnamed, ...keep("aName", name || undefined) })} />
        <SegmentBuilder required value={question.a} onChange={(a) => onChange({ ...question, a })} />
      </QuestionPart>
      <QuestionPart title="The second group">
        <SegmentedControl
          size="xs" w="fit-content" aria-label="The second group is" value={b === undefined ? "rest" : "own"}
          data={[{ value: "rest", label: "Everybody else" }, { value: "own", label: "Customers who …" }]}
          onChange={(value) => onChange(value === "own" ? { ...rest, b: null } : rest)}
        />
        {b !== undefined && (
          <>
            <Name letter="B" name={bName} onChange={(name) => onChange({ ...rest, b, ...keep("bName", name || undefined) })} />
            <SegmentBuilder required value={b} onChange={(next) => onChange({ ...question, b: next })} />
          </>
        )}
      </QuestionPart>
    </>
  );
}

function Name({ letter, name = "", onChange }: { letter: string; name: string | undefined; onChange: (name: string) => void }) {
  return <TextInput label={`Name of group ${letter}`} placeholder="Made from the conditions" maxLength={60} maw="24rem" value={name} onChange={(e) => onChange(e.currentTarget.value)} />;
}
