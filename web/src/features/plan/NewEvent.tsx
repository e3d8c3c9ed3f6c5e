import { ActionIcon, Button, Checkbox, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { ProblemNote } from "@/shared/states/States";
import classes from "./NewEvent.module.css";
import type { PlannedEvent } from "./queries";

type Draft = { name: string; type: NonNullable<PlannedEvent["properties"]>[number]["type"]; required: boolean };
const types = [{ value: "text", label: "Text" }, { value: "number", label: "Number" }, { value: "boolean", label: "Yes or no" }, { value: "list", label: "List" }, { value: "object", label: "Object" }] as const;

/** An event that only this business has. */
export function NewEvent({ onAdd, onCancel, error, busy }: { onAdd: (event: PlannedEvent) => void; onCancel: () => void; error: unknown; busy: boolean }) {
  const [name, setName] = useState("");
  const [when, setWhen] = useState("");
  const [required, setRequired] = useState(false);
  const [properties, setProperties] = useState<Draft[]>([]);
  const change = (index: number, next: Partial<Draft>) => setProperties(properties.map((old, i) => (i === index ? { ...old, ...next } : old)));
  return (
    <form
      className="sheet"
      aria-label="An event of your own"
      onSubmit={(e) => {
        e.preventDefault();
        onAdd({ event: name.trim(), when: when.trim(), ...(required ? { required } : {}), properties: properties.filter((p) => p.name.trim() !== "") });
      }}
    >
      <Stack>
        <TextInput label="Name" description="What happened, in the past tense: Table Reserved" required maxLength={200} value={name} onChange={(e) => setName(e.currentTarget.value)} />
        <Textarea label="When is it sent?" description="For whoever installs it" autosize minRows={2} maxLength={500} value={when} onChange={(e) => setWhen(e.currentTarget.value)} />
        <Checkbox label="It is needed" checked={required} onChange={(e) => setRequired(e.currentTarget.checked)} />
        {properties.map((property, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
          <div key={i} className={classes.property}>
            <TextInput label="Property" value={property.name} onChange={(e) => change(i, { name: e.currentTarget.value })} />
            <Select label="Is" allowDeselect={false} data={types} value={property.type} onChange={(type) => change(i, { type: types.find((t) => t.value === type)?.value ?? "text" })} />
            <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`Remove the property ${property.name}`} onClick={() => setProperties(properties.filter((_, j) => j !== i))}>
              <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true"><path d="m2 2 10 10M12 2 2 12" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" /></svg>
            </ActionIcon>
          </div>
        ))}
        <div><Button variant="subtle" size="xs" onClick={() => setProperties([...properties, { name: "", type: "text", required: false }])}>Add a property</Button></div>
        {error !== null && error !== undefined && <ProblemNote error={error} />}
        <div className={classes.buttons}>
          <Button type="submit" loading={busy}>Add it to the plan</Button>
          <Button variant="default" onClick={onCancel}>Cancel</Button>
        </div>
      </Stack>
    </form>
  );
}
