import { ActionIcon, Button } from "@mantine/core";
import { EventPicker } from "@/shared/filters/EventPicker";
import classes from "./FunnelBuilder.module.css";

/** One event, or any of several. */
export function EventsField({ label, events, onChange }: { label: string; events: string[]; onChange: (events: string[]) => void }) {
  const shown = events.length > 0 ? events : [""];
  const replace = (index: number, name: string) => onChange(shown.map((old, i) => (i === index ? name : old)));
  return (
    <div className={classes.events}>
      {shown.map((event, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity of their own
        <div key={index} className={classes.event}>
          {index > 0 && <span className="soft">or</span>}
          <EventPicker label={index === 0 ? label : `${label}, or`} hideLabel value={event || null} onChange={(name) => replace(index, name ?? "")} />
          {shown.length > 1 && (
            <ActionIcon variant="subtle" color="gray" aria-label={`Remove ${event || "this event"} from ${label}`} onClick={() => onChange(shown.filter((_, i) => i !== index))}>×</ActionIcon>
          )}
        </div>
      ))}
      {shown.every(Boolean) && <Button variant="subtle" size="compact-sm" aria-label={`${label}: or another event`} onClick={() => onChange([...shown, ""])}>or…</Button>}
    </div>
  );
}
