import { ActionIcon, Button, TextInput } from "@mantine/core";
import { useState } from "react";
import type { Schemas } from "@/shared/api/client";
import { EventPicker } from "@/shared/filters/EventPicker";
import { count } from "@/shared/format/format";
import { PeopleNumber } from "@/shared/people/PeopleNumber";
import classes from "./MapGrid.module.css";
import type { Touchpoint } from "./map";

type Props = {
  stage: string;
  at: string;
  touchpoints: Touchpoint[];
  counts: Schemas["TouchpointsCount"][];
  question: Schemas["TouchpointsDefinition"];
  onChange?: (touchpoints: Touchpoint[]) => void;
};

/** Where customers meet the business at a stage; what has an event is counted. */
export function TouchpointList({ stage, at, touchpoints, counts, question, onChange }: Props) {
  const [adding, setAdding] = useState(false);
  return (
    <div className={classes.touchpoints}>
      <ul>
        {touchpoints.map((touchpoint, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: touchpoints have no identity of their own
          <li key={i}>
            <span>{touchpoint.name}</span>
            {(touchpoint.event || touchpoint.events?.length) && (
              <PeopleNumber value={counts[i]?.customers} people={{ analysis: "touchpoints", question: { ...question, touchpoints: [{ stage: at, event: touchpoint.event, events: touchpoint.events, where: touchpoint.where }] }, of: { touchpoint: 0 }, title: `${touchpoint.name} in ${stage}` }}>{count(counts[i]?.customers ?? 0)}</PeopleNumber>
            )}
            {onChange && <ActionIcon variant="subtle" color="gray" size="sm" className={classes.remove} aria-label={`Remove ${touchpoint.name} from ${stage}`} onClick={() => onChange(touchpoints.filter((_, k) => k !== i))}>×</ActionIcon>}
          </li>
        ))}
      </ul>
      {onChange && touchpoints.length < 12 && (adding ? (
        <Add stage={stage} onCancel={() => setAdding(false)} onAdd={(touchpoint) => { setAdding(false); onChange([...touchpoints, touchpoint]); }} />
      ) : (
        <Button variant="subtle" size="compact-sm" className={classes.add} aria-label={`Add a touchpoint to ${stage}`} onClick={() => setAdding(true)}>+ Add</Button>
      ))}
    </div>
  );
}

function Add({ stage, onAdd, onCancel }: { stage: string; onAdd: (touchpoint: Touchpoint) => void; onCancel: () => void }) {
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
