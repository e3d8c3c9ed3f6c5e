import { Button, Group, Menu, TextInput } from "@mantine/core";
import { useState } from "react";
import { useZone } from "@/shared/api/me";
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
  const wanted = `${own.from}..${own.to}`;
  return (
    <Menu opened={open} onChange={setOpen} position="bottom-end" withinPortal width={260} trapFocus closeOnItemClick>
      <Menu.Target>
        <Button variant="default" aria-label={`Date range: ${shown}`}>{shown}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {unset !== undefined && <Menu.Item onClick={() => setRange(undefined)} fw={named ? undefined : 700}>{unset}</Menu.Item>}
        {presets.map((preset) => (
          <Menu.Item key={preset.value} onClick={() => setRange(preset.value)} fw={preset.value === range && (named || unset === undefined) ? 700 : undefined}>
            {preset.label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <form
          style={{ padding: "0.4rem 0.6rem 0.6rem" }}
          onSubmit={(event) => {
            event.preventDefault();
            if (isRange(wanted)) {
              setRange(wanted);
              setOpen(false);
            }
          }}
        >
          <Group gap="xs" grow wrap="nowrap">
            <TextInput size="xs" type="date" label="From" max={dayOf(new Date(), zone)} value={own.from} onChange={(e) => setOwn({ ...own, from: e.currentTarget.value })} />
            <TextInput size="xs" type="date" label="To" value={own.to} onChange={(e) => setOwn({ ...own, to: e.currentTarget.value })} />
          </Group>
          <Button type="submit" size="xs" mt="xs" fullWidth variant="light" disabled={!isRange(wanted)}>Show these days</Button>
        </form>
      </Menu.Dropdown>
    </Menu>
  );
}
