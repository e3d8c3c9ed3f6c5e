import { ActionIcon, Button } from "@mantine/core";
import { EventPicker } from "./EventPicker";
import classes from "./EventsField.module.css";

type Props = { label: string; events: string[]; /** What stands for every event, which goes with no other; nothing where one has to be chosen. */ any?: string; onChange: (events: string[]) => void };

/** One event, or any of several. */
export function EventsField({ label, events, any, onChange }: Props) {
  const shown = events.length > 0 ? events : [""];
  const everything = shown.includes("*");
  const replace = (index: number, name: string) => onChange(name === "*" ? ["*"] : shown.map((old, i) => (i === index ? name : old)));
  return (
    <div className={classes.events}>
      {shown.map((event, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity of their own
        <div key={index} className={classes.event}>
          {index > 0 && <span className="soft">or</span>}
          <EventPicker label={index === 0 ? label : `${label}, or`} hideLabel {...(any && index === 0 && { any })} value={event || null} onChange={(name) => replace(index, name ?? "")} />
          {shown.length > 1 && (
            <ActionIcon variant="subtle" color="gray" aria-label={`Remove ${event || "this event"} from ${label}`} onClick={() => onChange(shown.filter((_, i) => i !== index))}>×</ActionIcon>
          )}
        </div>
      ))}
      {shown.every(Boolean) && !everything && <Button variant="subtle" size="compact-sm" aria-label={`${label}: or another event`} onClick={() => onChange([...shown, ""])}>or…</Button>}
    </div>
  );
}
