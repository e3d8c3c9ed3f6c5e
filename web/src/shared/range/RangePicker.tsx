import { Button, Group, TextInput } from "@mantine/core";
import { useState } from "react";
import { useZone } from "@/shared/api/me";
import { Choices } from "@/shared/dialog/Choices";
import { Popup } from "@/shared/popup/Popup";
import { dayOf, isRange, label, presets } from "./range";
import { useRange } from "./useRange";

type Props = {
  /** What the screen shows while the address names no range, where that is not the usual one. */
  own?: string;
};

/** Chooses the date range of the screen; it stands in the same place everywhere. */
export function RangePicker({ own: unset }: Props) {
  const { range, named, setRange } = useRange();
  const zone = useZone();
  const [open, setOpen] = useState(false);
  const [own, setOwn] = useState({ from: "", to: "" });
  const shown = unset !== undefined && !named ? unset : label(range);
  const [wrong, setWrong] = useState(false);
  const wanted = `${own.from}..${own.to}`;
  const choose = (next: string | undefined) => {
    setRange(next);
    setOpen(false);
  };
  const choices = [
    ...(unset !== undefined ? [{ key: "unset", label: unset, chosen: !named, onChoose: () => choose(undefined) }] : []),
    ...presets.map(({ value, label: text }) => ({ key: value, label: text, chosen: value === range && (named || unset === undefined), onChoose: () => choose(value) })),
  ];
  return (
    <Popup open={open} onChange={setOpen} width={260} button={(does) => <Button variant="default" aria-label={`Date range: ${shown}`} {...does}>{shown}</Button>}>
      <Choices choices={choices} />
      <form
        style={{ padding: "0.5rem 0.6rem 0.6rem", borderTop: "1px solid var(--rule)" }}
        onSubmit={(event) => {
          event.preventDefault();
          if (isRange(wanted)) choose(wanted);
          else setWrong(true);
        }}
      >
        <Group gap="xs" grow wrap="nowrap">
          <TextInput size="xs" type="date" label="From" max={dayOf(new Date(), zone)} value={own.from} onChange={(e) => setOwn({ ...own, from: e.currentTarget.value })} />
          <TextInput size="xs" type="date" label="To" value={own.to} onChange={(e) => setOwn({ ...own, to: e.currentTarget.value })} />
        </Group>
        {wrong && !isRange(wanted) && <p role="alert" style={{ margin: "0.5rem 0 0", fontSize: "0.85rem", color: "var(--bad)" }}>Choose both days, the earlier one first.</p>}
        <Button type="submit" size="xs" mt="xs" fullWidth variant="light">Show these days</Button>
      </form>
    </Popup>
  );
}
