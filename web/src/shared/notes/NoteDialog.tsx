import { Button, Group, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useZone } from "@/shared/api/me";
import { Dialog } from "@/shared/dialog/Dialog";
import { dayOf } from "@/shared/range/range";
import { notify } from "@/shared/states/notices";
import { ProblemNote } from "@/shared/states/States";
import type { Note } from "./notes";
import { useNoteChanges } from "./queries";

/** Writes a note on a day, or changes one. */
export default function NoteDialog({ note, onClose }: { note?: Note; onClose: () => void }) {
  const zone = useZone();
  const { create, put } = useNoteChanges();
  const [day, setDay] = useState(note?.day ?? dayOf(new Date(), zone));
  const [text, setText] = useState(note?.text ?? "");
  const options = {
    onSuccess: () => {
      notify(note ? "The note is changed." : "The note stands on every chart over time.");
      onClose();
    },
  };
  const save = () => (note ? put.mutate({ id: note.id, body: { day, text } }, options) : create.mutate({ day, text }, options));
  const error = create.error ?? put.error;
  return (
    <Dialog onClose={onClose} title={note ? "Change the note" : "Add a note"}>
      <form onSubmit={(event) => { event.preventDefault(); save(); }}>
        <Stack gap="md">
          <TextInput label="What happened" description="Everybody in this workspace sees it on every chart over time." placeholder="New checkout went live" required data-autofocus maxLength={200} value={text} onChange={(e) => setText(e.currentTarget.value)} />
          <TextInput label="Day" type="date" required value={day} onChange={(e) => setDay(e.currentTarget.value)} />
          {error && <ProblemNote error={error} />}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>Cancel</Button>
            <Button type="submit" loading={create.isPending || put.isPending} disabled={!text.trim() || !day}>{note ? "Save" : "Add the note"}</Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
