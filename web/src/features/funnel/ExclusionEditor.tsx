import { ActionIcon, Select } from "@mantine/core";
import { FilterBuilder } from "@/shared/filters/FilterBuilder";
import { FieldProblem } from "@/shared/question/QuestionPanel";
import { EventsField } from "@/shared/filters/EventsField";
import classes from "./FunnelBuilder.module.css";
import { type Exclusion, type Step, stepName } from "./question";

type Props = { exclusion: Exclusion; number: number; steps: Step[]; problem?: string; onChange: (exclusion: Exclusion) => void; onRemove: () => void };

/** An event that ends the way, and between which steps it does. */
export function ExclusionEditor({ exclusion, number, steps, problem, onChange, onRemove }: Props) {
  const [from, to] = exclusion.between ?? [1, steps.length];
  const choices = (low: number, high: number) => steps.flatMap((step, i) => (i + 1 >= low && i + 1 <= high ? [{ value: String(i + 1), label: `${i + 1} ${stepName(step)}` }] : []));
  const between = (start: number, end: number) => onChange({ ...exclusion, between: start === 1 && end === steps.length ? undefined : [start, end] });
  return (
    <div className={classes.exclusion} role="group" aria-label={`Exclusion ${number}`}>
      <div className={classes.fields}>
        <EventsField label={`Excluded event ${number}`} events={exclusion.events} onChange={(events) => onChange({ ...exclusion, events })} />
        <div className={classes.between}>
          <span className="soft">between</span>
          <Select aria-label="After step" data={choices(1, steps.length - 1)} value={String(from)} allowDeselect={false} onChange={(value) => between(Number(value), Math.max(to, Number(value) + 1))} />
          <span className="soft">and</span>
          <Select aria-label="Before step" data={choices(from + 1, steps.length)} value={String(to)} allowDeselect={false} onChange={(value) => between(from, Number(value))} />
        </div>
        <FilterBuilder filters={exclusion.where} events={exclusion.events} add="Only where…" onChange={(where) => onChange({ ...exclusion, where })} />
        <FieldProblem>{problem}</FieldProblem>
      </div>
      <ActionIcon variant="subtle" color="gray" aria-label={`Remove exclusion ${number}`} onClick={onRemove}>×</ActionIcon>
    </div>
  );
}
