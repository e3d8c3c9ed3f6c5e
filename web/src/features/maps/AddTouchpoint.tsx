import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { EventPicker } from "@/shared/filters/EventPicker";
import classes from "./MapGrid.module.css";
import type { Touchpoint } from "./map";

/** Asks for the name of a touchpoint, and for its event if it can be counted. */
export function AddTouchpoint({ stage, onAdd, onCancel }: { stage: string; onAdd: (touchpoint: Touchpoint) => void; onCancel: () => void }) {
  const [name, setName] = useState("");
  const [event, setEvent] = useState<string | null>(null);
  const title = name.trim() || event || "";
  return (
    <form className={classes.form} onSubmit={(e) => { e.preventDefault(); if (title) onAdd({ name: title, ...(event && { event }) }); }} onKeyDown={(e) => e.key === "Escape" && onCancel()}>
      <TextInput size="xs" data-autofocus autoFocus aria-label={`Name of the touchpoint in ${stage}`} placeholder="Name, such as Window display" maxLength={100} value={name} onChange={(e) => setName(e.currentTarget.value)} />
      <EventPicker label={`Event of the touchpoint in ${stage}, if it can be counted`} hideLabel clearable placeholder="Event, if it can be counted" value={event} onChange={setEvent} />
      <div className={classes.buttons}>
        <Button size="compact-sm" type="submit" disabled={!title}>Add</Button>
        <Button size="compact-sm" variant="default" onClick={onCancel}>Cancel</Button>
      </div>
    </form>
  );
}
