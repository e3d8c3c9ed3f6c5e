import { ActionIcon, Button, Group, Select, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { Dialog } from "@/shared/dialog/Dialog";
import classes from "./StagesDialog.module.css";
import { columnsOf, keyFor, type LiveMap, mostColumns, type Shown } from "./map";

type Model = { key: string; name: string }[];
type Props = { map: LiveMap; model: Model; onSave: (columns: ReturnType<typeof columnsOf>) => void; onClose: () => void };

/** Which stages a map shows, in which order and under which names: the workspace's, or its own. */
export function StagesDialog({ map, model, onSave, onClose }: Props) {
  const [shown, setShown] = useState<Shown[]>((map.stages ?? []).map(({ key, name }) => ({ key, name })));
  const [own, setOwn] = useState("");
  const left = model.filter(({ key }) => shown.every((stage) => stage.key !== key));
  const full = shown.length >= mostColumns;
  const move = (from: number, to: number) => {
    const next = [...shown];
    next.splice(to, 0, ...next.splice(from, 1));
    setShown(next);
  };
  const addOwn = () => {
    const name = own.trim();
    if (!name) return;
    setShown([...shown, { key: keyFor(name, [...shown, ...model].map(({ key }) => key)), name }]);
    setOwn("");
  };
  return (
    <Dialog onClose={onClose} size="38rem" title="Stages of this map">
      <form onSubmit={(e) => { e.preventDefault(); onSave(columnsOf(shown, model)); }}>
        <Stack gap="md">
          <ol className={classes.stages} aria-label="Stages of this map">
            {shown.map((stage, i) => (
              <li key={stage.key}>
                <TextInput className={classes.name} aria-label={`Name of stage ${i + 1}`} maxLength={100} value={stage.name} onChange={(e) => setShown(shown.map((old) => (old === stage ? { ...old, name: e.currentTarget.value } : old)))} />
                <ActionIcon variant="subtle" color="gray" disabled={i === 0} aria-label={`Move ${stage.name} up`} onClick={() => move(i, i - 1)}>↑</ActionIcon>
                <ActionIcon variant="subtle" color="gray" disabled={i === shown.length - 1} aria-label={`Move ${stage.name} down`} onClick={() => move(i, i + 1)}>↓</ActionIcon>
                <ActionIcon variant="subtle" color="gray" disabled={shown.length === 1} aria-label={`Remove ${stage.name}`} onClick={() => setShown(shown.filter((old) => old !== stage))}>×</ActionIcon>
                {model.every(({ key }) => key !== stage.key) && <span className={classes.own}>This map's own: nothing is counted here</span>}
              </li>
            ))}
          </ol>
          {left.length > 0 && !full && <Select label="Add a stage of the workspace" placeholder="Choose a stage" value={null} data={left.map(({ key, name }) => ({ value: key, label: name }))} onChange={(key) => setShown([...shown, ...left.filter((stage) => stage.key === key)])} />}
          {!full && (
            <Group gap="sm" align="end" wrap="nowrap">
              <TextInput className={classes.name} label="Add a stage of this map's own" placeholder="Such as Unboxing" maxLength={100} value={own} onChange={(e) => setOwn(e.currentTarget.value)} onKeyDown={(e) => { if (e.key === "Enter") { e.preventDefault(); addOwn(); } }} />
              <Button variant="default" disabled={!own.trim()} onClick={addOwn}>Add</Button>
            </Group>
          )}
          <p className={classes.hint}>What is written for a stage that is taken away is kept, and is there again when the stage comes back.</p>
          <Group justify="space-between" gap="sm">
            <Button variant="subtle" color="gray" onClick={() => onSave([])}>Use the workspace's stages</Button>
            <Group gap="sm">
              <Button variant="default" onClick={onClose}>Cancel</Button>
              <Button type="submit" disabled={shown.some(({ name }) => !name.trim())}>Save</Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
