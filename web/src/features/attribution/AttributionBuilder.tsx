import { MultiSelect, NumberInput, Select } from "@mantine/core";
import { EventPicker } from "@/shared/filters/EventPicker";
import { FilterBuilder } from "@/shared/filters/FilterBuilder";
import { PropertyPicker } from "@/shared/filters/PropertyPicker";
import { QuestionPart } from "@/shared/question/QuestionPanel";
import { keep } from "@/shared/question/read";
import classes from "./Attribution.module.css";
import { type Model, models } from "./models";
import type { AttributionQuestion } from "./question";
import { WShapedQuestion } from "./WShapedQuestion";

const spans = [["1d", "1 day"], ["7d", "7 days"], ["14d", "14 days"], ["30d", "30 days"], ["60d", "60 days"], ["90d", "90 days"]] as const;
const usualTouches = [{ value: "channel", label: "Channels of visits" }, { value: "source", label: "Sources of visits" }, { value: "campaign", label: "Campaigns of visits" }];

/** What is credited to what, how far back, and by which models. */
export function AttributionBuilder({ question, onChange }: { question: AttributionQuestion; onChange: (question: AttributionQuestion) => void }) {
  const set = (change: Partial<AttributionQuestion>) => onChange({ ...question, ...change });
  const { value, halfLife, ...rest } = question;
  const named = (current: string | undefined) => (current && !spans.some(([span]) => span === current) ? [[current, current] as const, ...spans] : spans).map(([span, label]) => ({ value: span, label }));
  const touches = usualTouches.some((touch) => touch.value === question.touch) ? usualTouches : [...usualTouches, { value: question.touch, label: question.touch }];
  return (
    <>
      <QuestionPart title="What is credited">
        <div className={classes.fields}>
          <EventPicker label="Conversion" value={question.conversion.events[0] ?? null} onChange={(event) => event && set({ conversion: { ...question.conversion, events: [event] } })} />
          <PropertyPicker label="What one is worth" numeric clearable placeholder="Its value" events={question.conversion.events} traits={false} value={value ?? null} onChange={(next) => onChange({ ...rest, ...keep("halfLife", halfLife), ...keep("value", next ?? undefined) })} />
          <Select label="Goes to" allowDeselect={false} data={touches} value={question.touch} onChange={(touch) => touch && set({ touch })} />
          <Select label="Touches count for" allowDeselect={false} data={named(question.lookback)} value={question.lookback} onChange={(lookback) => lookback && set({ lookback })} />
        </div>
      </QuestionPart>
      <QuestionPart title="Models">
        <div className={classes.fields}>
          <MultiSelect label="Show" placeholder={question.models.length === 0 ? "All of them" : ""} clearable data={models.map(({ key, name }) => ({ value: key, label: name }))} value={question.models} onChange={(next) => set({ models: next as Model[] })} />
          <NumberInput label="Markov remembers touches" min={1} max={4} value={question.order} onChange={(order) => set({ order: Number(order) || 1 })} />
          <Select label="Half-life of time decay" allowDeselect={false} data={named(halfLife)} value={halfLife ?? "7d"} onChange={(next) => onChange({ ...rest, ...keep("value", value), ...keep("halfLife", next === "7d" || next === null ? undefined : next) })} />
        </div>
      </QuestionPart>
      <WShapedQuestion question={question} onChange={onChange} />
      <QuestionPart title="Look only at events where">
        <FilterBuilder filters={question.where} onChange={(where) => set({ where })} />
      </QuestionPart>
    </>
  );
}
