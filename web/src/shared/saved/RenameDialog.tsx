import { Button, Group, Stack, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { Dialog } from "@/shared/dialog/Dialog";
import { ProblemNote } from "@/shared/states/States";

type Text = { name: string; description: string };
type Props = { title?: string; action?: string; what: { name: string; description?: string }; rename: (text: Text) => Promise<unknown>; onClose: () => void };

/** The name and the description of something that is saved. */
export function RenameDialog({ title = "Rename", action = "Save", what, rename, onClose }: Props) {
  const [text, setText] = useState<Text>({ name: what.name, description: what.description ?? "" });
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const save = () => {
    setBusy(true);
    rename(text).then(onClose, (problem: unknown) => {
      setError(problem);
      setBusy(false);
    });
  };
  return (
    <Dialog onClose={onClose} title={title}>
      <form onSubmit={(event) => { event.preventDefault(); save(); }}>
        <Stack gap="md">
          <TextInput label="Name" required data-autofocus maxLength={120} value={text.name} onChange={(e) => setText({ ...text, name: e.currentTarget.value })} />
          <Textarea label="Description" autosize minRows={2} maxLength={1000} value={text.description} onChange={(e) => setText({ ...text, description: e.currentTarget.value })} />
          {error !== undefined && <ProblemNote error={error} />}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>Cancel</Button>
            <Button type="submit" loading={busy} disabled={!text.name.trim()}>{action}</Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
