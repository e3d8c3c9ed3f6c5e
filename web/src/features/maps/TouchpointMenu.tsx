import { ActionIcon, Menu } from "@mantine/core";
import type { KeyboardEvent } from "react";
import classes from "./MapGrid.module.css";
import type { Spot } from "./map";
import type { Touchpoints } from "./TouchpointList";

type Props = { name: string; spot: Spot; of: number; may: Touchpoints; onRemove: () => void };

/** Moves a touchpoint up and down and to other stages, or takes it away. Alt and the arrow keys move it without the menu. */
export function TouchpointMenu({ name, spot: { stage, index }, of, may, onRemove }: Props) {
  const to = (next: number) => may.move({ stage, index }, { stage, index: next });
  const stages = may.stages.filter(({ key }) => key !== stage);
  const here = may.stages.find(({ key }) => key === stage)?.name ?? stage;
  const byKey = (event: KeyboardEvent) => {
    const next = event.key === "ArrowUp" ? index - 1 : event.key === "ArrowDown" ? index + 1 : -1;
    if (!event.altKey || next < 0 || next >= of) return;
    event.preventDefault();
    event.stopPropagation();
    to(next);
  };
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={24} className={classes.remove} aria-label={`What to do with ${name} in ${here}`} aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown" onKeyDownCapture={byKey}>
          <svg width="14" height="14" viewBox="0 0 16 16" aria-hidden="true" fill="currentColor"><circle cx="3" cy="8" r="1.4" /><circle cx="8" cy="8" r="1.4" /><circle cx="13" cy="8" r="1.4" /></svg>
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {index > 0 && <Menu.Item onClick={() => to(index - 1)} rightSection={<span className={classes.keys} aria-hidden="true">Alt ↑</span>}>Move up</Menu.Item>}
        {index < of - 1 && <Menu.Item onClick={() => to(index + 1)} rightSection={<span className={classes.keys} aria-hidden="true">Alt ↓</span>}>Move down</Menu.Item>}
        {stages.map(({ key, name: other }) => <Menu.Item key={key} onClick={() => may.move({ stage, index }, { stage: key, index: Number.POSITIVE_INFINITY })}>Move to {other}</Menu.Item>)}
        <Menu.Item onClick={onRemove}>Remove</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
