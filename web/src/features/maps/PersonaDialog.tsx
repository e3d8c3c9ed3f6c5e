import { Button, Group, Input, Stack, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { Dialog } from "@/shared/dialog/Dialog";
import { SegmentBuilder } from "@/shared/segment/SegmentBuilder";
import type { SegmentRule } from "@/shared/segment/rule";
import type { Persona } from "./map";

type Props = { persona?: Persona; onSave: (text: { name: string; note: string; segment: SegmentRule | null }) => void; onRemove?: () => void; onClose: () => void };

/** Who a persona is, and which customers are meant. */
export function PersonaDialog({ persona, onSave, onRemove, onClose }: Props) {
  const [name, setName] = useState(persona?.name ?? "");
  const [note, setNote] = useState(persona?.note ?? "");
  const [segment, setSegment] = useState(persona?.segment ?? null);
  return (
    <Dialog onClose={onClose} size="60rem" title={persona ? "Persona" : "New persona"}>
      <form onSubmit={(e) => { e.preventDefault(); onSave({ name: name.trim(), note: note.trim(), segment }); }}>
        <Stack gap="md">
          <TextInput label="Name" required data-autofocus maxLength={100} value={name} onChange={(e) => setName(e.currentTarget.value)} />
          <Textarea label="Who they are and what they want" autosize minRows={2} maxLength={2000} value={note} onChange={(e) => setNote(e.currentTarget.value)} />
          <div>
            <Input.Label component="p" mb={6} mt={0}>Which customers are meant</Input.Label>
            <SegmentBuilder value={segment} onChange={setSegment} />
          </div>
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
