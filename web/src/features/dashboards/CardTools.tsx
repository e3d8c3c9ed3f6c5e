import { ActionIcon, TextInput } from "@mantine/core";
import { type KeyboardEvent, useState } from "react";
import { Choices, Deeds } from "@/shared/dialog/Choices";
import { Popup } from "@/shared/popup/Popup";
import type { Card } from "@/shared/saved/queries";
import { shows, widths } from "./cards";
import classes from "./Dashboard.module.css";

type Props = {
  card: Card;
  title: string;
  place: number;
  of: number;
  onMove: (to: number) => void;
  onDrag: (on: boolean) => void;
  onChange: (card: Card, said: string) => void;
  onRemove: () => void;
};

/** What can be done with a card in edit mode. */
export function CardTools({ card, title, place, of, onMove, onDrag, onChange, onRemove }: Props) {
  const [name, setName] = useState(title);
  const [open, setOpen] = useState(false);
  const width = card.width ?? "half";
  const show = card.show ?? "chart";
  const steps: Record<string, number> = { ArrowLeft: place - 1, ArrowUp: place - 1, ArrowRight: place + 1, ArrowDown: place + 1, Home: 0, End: of - 1 };
  const byKey = (event: KeyboardEvent) => {
    const to = steps[event.key];
    if (to === undefined) return;
    event.preventDefault();
    if (to >= 0 && to < of) onMove(to);
  };
  const rename = () => {
    const text = name.trim();
    if (text !== title) onChange({ ...card, title: text }, "The card is renamed.");
  };
  const begin = () => {
    setName(title);
    setOpen(true);
  };
  const leave = () => {
    setOpen(false);
    rename();
  };
  return (
    <>
      <ActionIcon variant="default" className={classes.handle} aria-label={`Move ${title}: place ${place + 1} of ${of}, arrow keys move it`} draggable onDragStart={(event) => { event.dataTransfer.effectAllowed = "move"; event.dataTransfer.setData("text/plain", title); onDrag(true); }} onDragEnd={() => onDrag(false)} onKeyDown={byKey}>
        <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" fill="currentColor">{[3.5, 8, 12.5].map((y) => <g key={y}><circle cx="5.5" cy={y} r="1.3" /><circle cx="10.5" cy={y} r="1.3" /></g>)}</svg>
      </ActionIcon>
      <Popup
        open={open}
        onChange={(next) => (next ? begin() : leave())}
        width={230}
        button={(does) => (
          <ActionIcon variant="default" aria-label={`Change ${title}`} {...does}>
            <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" fill="currentColor"><circle cx="3" cy="8" r="1.4" /><circle cx="8" cy="8" r="1.4" /><circle cx="13" cy="8" r="1.4" /></svg>
          </ActionIcon>
        )}
      >
        <TextInput p="xs" size="xs" label="Title" maxLength={120} value={name} onChange={(e) => setName(e.currentTarget.value)} />
        <Choices title="Width" choices={widths.map(({ value, label }) => ({ key: value, label, chosen: value === width, onChoose: () => value !== width && onChange({ ...card, width: value }, `“${title}” has another width.`) }))} />
        <Choices title="What it shows" choices={shows.map(({ value, label }) => ({ key: value, label, chosen: value === show, onChoose: () => value !== show && onChange({ ...card, show: value }, `“${title}” shows something else.`) }))} />
        <Deeds deeds={[
          { label: "Move it forward", disabled: place === 0, onDo: () => onMove(place - 1) },
          { label: "Move it back", disabled: place === of - 1, onDo: () => onMove(place + 1) },
          { label: "Take it off", onDo: () => { setOpen(false); onRemove(); } },
        ]} />
      </Popup>
    </>
  );
}
