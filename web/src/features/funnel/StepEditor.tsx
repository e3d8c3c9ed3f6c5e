import { ActionIcon, TextInput } from "@mantine/core";
import { FilterBuilder } from "@/shared/filters/FilterBuilder";
import { FieldProblem } from "@/shared/question/QuestionPanel";
import { EventsField } from "@/shared/filters/EventsField";
import classes from "./FunnelBuilder.module.css";
import type { Step } from "./question";

type Props = {
  step: Step;
  number: number;
  of: number;
  problem?: string;
  onChange: (step: Step) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
};

/** One step of the builder: what happens, what it is called, and where it stands. */
export function StepEditor({ step, number, of, problem, onChange, onMove, onRemove }: Props) {
  return (
    <li className={classes.step} aria-label={`Step ${number}`}>
      <span className={classes.number} aria-hidden="true">{number}</span>
      <div className={classes.fields}>
        <div className={classes.line}>
          <EventsField label={`Event of step ${number}`} events={step.events} onChange={(events) => onChange({ ...step, events })} />
          <TextInput aria-label={`Name of step ${number}, if it shall have its own`} placeholder="Own name (optional)" value={step.name} onChange={(e) => onChange({ ...step, name: e.currentTarget.value })} />
        </div>
        <FilterBuilder filters={step.where} events={step.events} add={step.where.length > 0 ? "Add another condition" : "Only where…"} onChange={(where) => onChange({ ...step, where })} />
        <FieldProblem>{problem}</FieldProblem>
      </div>
      <div className={classes.moves}>
        <ActionIcon variant="subtle" color="gray" disabled={number === 1} aria-label={`Move step ${number} up`} onClick={() => onMove(-1)}>↑</ActionIcon>
        <ActionIcon variant="subtle" color="gray" disabled={number === of} aria-label={`Move step ${number} down`} onClick={() => onMove(1)}>↓</ActionIcon>
        <ActionIcon variant="subtle" color="gray" disabled={of === 1} aria-label={`Remove step ${number}`} onClick={onRemove}>×</ActionIcon>
      </div>
    </li>
  );
}
