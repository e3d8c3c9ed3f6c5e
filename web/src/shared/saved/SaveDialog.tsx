import { Button, Group, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Dialog } from "@/shared/dialog/Dialog";
import { notify } from "@/shared/states/notices";
import { ProblemNote } from "@/shared/states/States";
import { dashboardBody, dashboardsQuery, useSaved } from "./queries";
import type { SavedQuestion } from "./question";

const none = "";
const another = "new";

/** Names a question, and puts it on a dashboard if wished. */
export default function SaveDialog({ question, name: proposed, onClose }: { question: SavedQuestion; name: string; onClose: () => void }) {
  const dashboards = useQuery(dashboardsQuery);
  const navigate = useNavigate();
  const { createQuery, createDashboard, putDashboard } = useSaved();
  const [name, setName] = useState(proposed.slice(0, 120));
  const [description, setDescription] = useState("");
  const [place, setPlace] = useState<string>(none);
  const [title, setTitle] = useState("");
  const [error, setError] = useState<unknown>();
  const busy = createQuery.isPending || createDashboard.isPending || putDashboard.isPending;

  const save = async () => {
    try {
      const saved = await createQuery.mutateAsync({ name, ...(description.trim() ? { description } : {}), ...question });
      const card = { query: saved.id };
      const target = dashboards.data?.find((dashboard) => dashboard.id === place);
      if (place === another) await createDashboard.mutateAsync({ name: title, cards: [card] });
      if (target) await putDashboard.mutateAsync({ id: target.id, body: { ...dashboardBody(target), cards: [...(target.cards ?? []), card] } });
      notify(`“${saved.name}” is saved${target ? ` and stands on “${target.name}”` : place === another ? ` and stands on “${title}”` : ""}.`);
      onClose();
      await navigate({ to: ".", search: (before) => ({ ...before, saved: saved.id }), replace: true, resetScroll: false });
    } catch (problem) {
      setError(problem);
    }
  };

  return (
    <Dialog onClose={onClose} title="Save this">
      <form onSubmit={(event) => { event.preventDefault(); void save(); }}>
        <Stack gap="md">
          <TextInput label="Name" required data-autofocus maxLength={120} value={name} onChange={(e) => setName(e.currentTarget.value)} />
          <Textarea label="What it is for" description="Optional; shown in the list of what is saved." autosize minRows={2} maxLength={1000} value={description} onChange={(e) => setDescription(e.currentTarget.value)} />
          <Select label="Show it on a dashboard" allowDeselect={false} value={place} onChange={(next) => setPlace(next ?? none)}
            data={[{ value: none, label: "On none" }, ...(dashboards.data ?? []).map((dashboard) => ({ value: dashboard.id, label: dashboard.name })), { value: another, label: "On a new dashboard…" }]} />
          {place === another && <TextInput label="The new dashboard's name" required maxLength={120} value={title} onChange={(e) => setTitle(e.currentTarget.value)} />}
          {error !== undefined && <ProblemNote error={error} />}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>Cancel</Button>
            <Button type="submit" loading={busy} disabled={!name.trim() || (place === another && !title.trim())}>Save</Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
