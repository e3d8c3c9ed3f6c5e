import { NumberInput, Select } from "@mantine/core";
import classes from "./SegmentBuilder.module.css";

const units = [{ value: "m", label: "minutes" }, { value: "h", label: "hours" }, { value: "d", label: "days" }, { value: "w", label: "weeks" }];
const longest = 5000;

/** Ever, or in the last so many days. */
export function WithinField({ within, onChange }: { within: string | undefined; onChange: (within: string | undefined) => void }) {
  const unit = within?.slice(-1) ?? "d";
  const n = within ? Number(within.slice(0, -1)) : 30;
  const known = units.some(({ value }) => value === unit) ? units : [...units, { value: unit, label: "seconds" }];
  return (
    <>
      <Select className={classes.when} aria-label="When" data={[{ value: "ever", label: "ever" }, { value: "last", label: "in the last" }]} value={within ? "last" : "ever"} allowDeselect={false} onChange={(value) => onChange(value === "last" ? "30d" : undefined)} />
      {within && (
        <>
          <NumberInput className={classes.amount} aria-label="How long" hideControls allowDecimal={false} clampBehavior="strict" min={1} max={longest} value={n} onChange={(next) => typeof next === "number" && next >= 1 && onChange(`${next}${unit}`)} />
          <Select className={classes.unit} aria-label="Unit of time" data={known} value={unit} allowDeselect={false} onChange={(next) => next && onChange(`${n}${next}`)} />
        </>
      )}
    </>
  );
}
