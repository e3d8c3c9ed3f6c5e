import { NumberInput, SegmentedControl, Select } from "@mantine/core";
import { EventPicker } from "@/shared/filters/EventPicker";
import { FilterBuilder } from "@/shared/filters/FilterBuilder";
import { QuestionPart } from "@/shared/question/QuestionPanel";
import type { Selector } from "@/shared/question/read";
import { type Entry, most, type Period, type RetentionQuestion } from "./question";
import classes from "./Retention.module.css";

/** With what customers begin, what coming back means, and in which steps of time. */
export function RetentionBuilder({ question, onChange }: { question: RetentionQuestion; onChange: (question: RetentionQuestion) => void }) {
  const set = (change: Partial<RetentionQuestion>) => onChange({ ...question, ...change });
  const picked = (before: Selector, event: string | null): Selector => (event ? { ...before, events: [event] } : before);
  return (
    <>
      <QuestionPart title="Who is followed">
        <div className={classes.fields}>
          <EventPicker label="They begin with" any="Anything" value={question.cohort.events[0] ?? null} onChange={(event) => set({ cohort: picked(question.cohort, event) })} />
          <EventPicker label="They come back with" any="Anything" value={question.comeback.events[0] ?? null} onChange={(event) => set({ comeback: picked(question.comeback, event) })} />
          <Select label="A customer begins" allowDeselect={false} data={[{ value: "first", label: "once, the first time in these days" }, { value: "every", label: "every time again" }]} value={question.entry} onChange={(entry) => set({ entry: (entry ?? "first") as Entry })} />
        </div>
      </QuestionPart>
      <QuestionPart title="In steps of">
        <div className={classes.fields}>
          <SegmentedControl aria-label="In steps of" data={[{ value: "day", label: "Days" }, { value: "week", label: "Weeks" }, { value: "month", label: "Months" }]} value={question.period} onChange={(period) => set({ period: period as Period })} />
          <NumberInput label="How many" min={most.least} max={most.most} value={question.periods} onChange={(periods) => set({ periods: Number(periods) || question.periods })} />
        </div>
      </QuestionPart>
      <QuestionPart title="Look only at events where">
        <FilterBuilder filters={question.where} onChange={(where) => set({ where })} />
      </QuestionPart>
    </>
  );
}
