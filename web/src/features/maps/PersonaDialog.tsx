import { Button, Group, Stack, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { Dialog } from "@/shared/dialog/Dialog";
import { EventPicker } from "@/shared/filters/EventPicker";
import type { Persona } from "./map";

type Props = { persona?: Persona; onSave: (text: { name: string; note: string; event: string | null }) => void; onRemove?: () => void; onClose: () => void };

/** The event of a simple rule; undefined where the rule says more than a dialog can. */
export function eventOf(segment: unknown): string | null | undefined {
  if (segment === undefined || segment === null) return null;
  if (typeof segment !== "object" || Array.isArray(segment)) return undefined;
  const { event, ...rest } = segment as Record<string, unknown>;
  return typeof event === "string" && Object.keys(rest).length === 0 ? event : undefined;
}

/** Who a persona is, and which customers are meant. */
export function PersonaDialog({ persona, onSave, onRemove, onClose }: Props) {
  const [name, setName] = useState(persona?.name ?? "");
  const [note, setNote] = useState(persona?.note ?? "");
  const known = eventOf(persona?.segment);
  const [event, setEvent] = useState(known ?? null);
  return (
    <Dialog onClose={onClose} title={persona ? "Persona" : "New persona"}>
      <form onSubmit={(e) => { e.preventDefault(); onSave({ name: name.trim(), note: note.trim(), event }); }}>
        <Stack gap="md">
          <TextInput label="Name" required data-autofocus maxLength={100} value={name} onChange={(e) => setName(e.currentTarget.value)} />
          <Textarea label="Who they are and what they want" autosize minRows={2} maxLength={2000} value={note} onChange={(e) => setNote(e.currentTarget.value)} />
          {known === undefined
            ? <p className="soft">Which customers are meant is said by a rule of several conditions, which stays as it is.</p>
            : <div><EventPicker label="Customers who ever did" clearable placeholder="Everybody" value={event} onChange={setEvent} /></div>}
          <Group justify="space-between" gap="sm">
            {onRemove ? <Button variant="subtle" color="gray" onClick={onRemove}>Remove</Button> : <span />}
            <Group gap="sm">
              <Button variant="default" onClick={onClose}>Cancel</Button>
              <Button type="submit" disabled={!name.trim()}>Save</Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
