import { EventPicker } from "@/shared/filters/EventPicker";
import { FilterBuilder } from "@/shared/filters/FilterBuilder";
import { PropertyPicker } from "@/shared/filters/PropertyPicker";
import { QuestionPart } from "@/shared/question/QuestionPanel";
import { keep } from "@/shared/question/read";
import type { RfmQuestion } from "./question";
import classes from "./Rfm.module.css";

/** By which event customers are judged, and what one is worth. */
export function RfmBuilder({ question, onChange }: { question: RfmQuestion; onChange: (question: RfmQuestion) => void }) {
  const { value, ...rest } = question;
  return (
    <>
      <QuestionPart title="By which customers are judged">
        <div className={classes.fields}>
          <EventPicker label="Event" value={question.event} onChange={(event) => event && onChange({ ...question, event })} />
          <PropertyPicker label="What it is worth" numeric clearable placeholder="Its value" events={[question.event]} traits={false} value={value ?? null} onChange={(next) => onChange({ ...rest, ...keep("value", next ?? undefined) })} />
        </div>
      </QuestionPart>
      <QuestionPart title="Look only at events where">
        <FilterBuilder filters={question.where} onChange={(where) => onChange({ ...question, where })} />
      </QuestionPart>
    </>
  );
}
