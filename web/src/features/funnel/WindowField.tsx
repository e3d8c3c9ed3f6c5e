import { Checkbox, NumberInput, Select } from "@mantine/core";
import { FieldProblem } from "@/shared/question/QuestionPanel";
import classes from "./FunnelBuilder.module.css";

const units = [{ value: "m", label: "minutes" }, { value: "h", label: "hours" }, { value: "d", label: "days" }, { value: "w", label: "weeks" }];

/** How long after the first step the others count. */
export function WindowField({ value, required, problem, onChange }: { value?: string; required: boolean; problem?: string; onChange: (value: string | undefined) => void }) {
  const n = value ? Number.parseInt(value, 10) : 7;
  const unit = value?.slice(-1) ?? "d";
  const offered = units.some((u) => u.value === unit) ? units : [{ value: "s", label: "seconds" }, ...units];
  return (
    <fieldset className={classes.window}>
      <legend>Time allowed</legend>
      <div className={classes.span}>
        <NumberInput aria-label="Time allowed: how many" min={1} max={9999} allowDecimal={false} clampBehavior="strict" hideControls disabled={!value} value={n} onChange={(next) => Number(next) >= 1 && onChange(`${Number(next)}${unit}`)} />
        <Select aria-label="Time allowed: unit" data={offered} value={unit} disabled={!value} allowDeselect={false} onChange={(next) => onChange(`${n}${next}`)} />
      </div>
      <Checkbox label="No limit" size="sm" checked={!value} disabled={required && Boolean(value)} onChange={(e) => onChange(e.currentTarget.checked ? undefined : "7d")} />
      <FieldProblem>{problem}</FieldProblem>
    </fieldset>
  );
}
