import { TextInput } from "@mantine/core";
import classes from "./Opportunities.module.css";

const asDay = (moment: Date) => new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);

/** The day of the repair, from which on it is checked: often it is told later. */
export function Mended({ since, onChange }: { since: string; onChange: (at: string) => void }) {
  const earliest = new Date(Date.now() - 89 * 86_400_000);
  return (
    <TextInput
      className={classes.mended}
      type="date"
      size="sm"
      label="Mended on"
      min={asDay(earliest)}
      max={asDay(new Date())}
      defaultValue={asDay(new Date(since))}
      onChange={({ currentTarget: { value, validity } }) => value && validity.valid && onChange(new Date(`${value}T00:00`).toISOString())}
    />
  );
}
