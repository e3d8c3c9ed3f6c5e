import { Select } from "@mantine/core";
import { EventPicker } from "@/shared/filters/EventPicker";
import { FilterBuilder } from "@/shared/filters/FilterBuilder";
import { QuestionPart } from "@/shared/question/QuestionPanel";
import { type By, byNames, bys, type LandingQuestion, type SourcesQuestion } from "./question";
import classes from "./Visits.module.css";

/** What counts as a conversion, and which visits are looked at. */
export function LandingBuilder<Q extends LandingQuestion>({ question, onChange, children }: { question: Q; onChange: (question: Q) => void; children?: React.ReactNode }) {
  return (
    <>
      <QuestionPart title="What counts">
        <div className={classes.fields}>
          {children}
          <EventPicker label="A visit converts with" value={question.goal.events[0] ?? null} onChange={(event) => event && onChange({ ...question, goal: { ...question.goal, events: [event] } })} />
        </div>
      </QuestionPart>
      <QuestionPart title="Look only at events where">
        <FilterBuilder filters={question.where} onChange={(where) => onChange({ ...question, where })} />
      </QuestionPart>
    </>
  );
}

export function SourcesBuilder({ question, onChange }: { question: SourcesQuestion; onChange: (question: SourcesQuestion) => void }) {
  return (
    <LandingBuilder question={question} onChange={onChange}>
      <Select label="Visits are put together by" allowDeselect={false} data={bys.map((value) => ({ value, label: byNames[value].title }))} value={question.by} onChange={(by) => onChange({ ...question, by: (by ?? "channel") as By })} />
    </LandingBuilder>
  );
}
