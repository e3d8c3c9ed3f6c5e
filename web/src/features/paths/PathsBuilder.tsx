import { NumberInput, SegmentedControl, Select } from "@mantine/core";
import { EventPicker } from "@/shared/filters/EventPicker";
import { FilterBuilder } from "@/shared/filters/FilterBuilder";
import { QuestionPart } from "@/shared/question/QuestionPanel";
import classes from "./Paths.module.css";
import { type By, depths, type PathsQuestion, type Unit } from "./question";

const steps: { value: By; label: string }[] = [{ value: "event", label: "Events" }, { value: "page", label: "Pages" }, { value: "channel", label: "Channels" }, { value: "stage", label: "Stages" }];

/** What the ways are made of, where they begin and end, and how far they are followed. */
export function PathsBuilder({ question, onChange }: { question: PathsQuestion; onChange: (question: PathsQuestion) => void }) {
  const set = (change: Partial<PathsQuestion>) => onChange({ ...question, ...change });
  return (
    <>
      <QuestionPart title="The ways">
        <div className={classes.fields}>
          <SegmentedControl aria-label="Steps are" data={steps} value={question.by} onChange={(by) => set({ by: by as By })} />
          <Select label="Follow" allowDeselect={false} data={[{ value: "session", label: "each visit by itself" }, { value: "customer", label: "each customer's whole way" }]} value={question.unit} onChange={(unit) => set({ unit: (unit ?? "session") as Unit })} />
          <NumberInput label="Steps to follow" min={depths.least} max={depths.most} value={question.depth} onChange={(depth) => set({ depth: Number(depth) || question.depth })} />
          <NumberInput label="Most frequent at each step" min={2} max={20} value={question.top} onChange={(top) => set({ top: Number(top) || question.top })} />
        </div>
      </QuestionPart>
      <QuestionPart title="Beginning and end" hint="A way may begin at a certain event, or lead up to one.">
        <div className={classes.fields}>
          <EventPicker label="Begins at" placeholder="Anywhere" clearable value={question.start.events[0] ?? null} onChange={(event) => set({ start: { ...question.start, events: event ? [event] : [] } })} />
          <EventPicker label="Leads up to" placeholder="Anywhere" clearable value={question.end.events[0] ?? null} onChange={(event) => set({ end: { ...question.end, events: event ? [event] : [] } })} />
        </div>
      </QuestionPart>
      <QuestionPart title="Only where">
        <FilterBuilder filters={question.where} onChange={(where) => set({ where })} />
      </QuestionPart>
    </>
  );
}
