import { EventPicker } from "@/shared/filters/EventPicker";
import { FieldProblem, QuestionPart } from "@/shared/question/QuestionPanel";
import classes from "./Attribution.module.css";
import { type AttributionQuestion, withMilestones } from "./question";

/** Asks which events mean lead and opportunity: without them W-shaped cannot be answered, and says so where it was asked for. */
export function WShapedQuestion({ question, onChange }: { question: AttributionQuestion; onChange: (question: AttributionQuestion) => void }) {
  const [lead, opportunity] = question.milestones;
  const missing = question.models.includes("w_shaped") && !(lead && opportunity);
  return (
    <QuestionPart title="W-shaped" hint="Which events mean lead and opportunity in your business? Name both, and the model appears.">
      <div className={classes.fields}>
        <EventPicker label="Becomes a lead with" clearable placeholder="Not named" value={lead || null} onChange={(event) => onChange(withMilestones(question, [event ?? "", opportunity]))} />
        <EventPicker label="Becomes an opportunity with" clearable placeholder="Not named" value={opportunity || null} onChange={(event) => onChange(withMilestones(question, [lead, event ?? ""]))} />
      </div>
      <FieldProblem>{missing && "W-shaped is left out until both events are named."}</FieldProblem>
    </QuestionPart>
  );
}
