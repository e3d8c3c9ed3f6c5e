import { Popover, type PopoverProps } from "@mantine/core";
import type { KeyboardEvent, ReactElement, ReactNode } from "react";

type Props = Pick<PopoverProps, "position" | "width" | "shadow"> & {
  open: boolean;
  onChange: (open: boolean) => void;
  /** The button that opens it, by whose name it is called. */
  button: (does: { onClick: () => void; onKeyDown: (event: KeyboardEvent) => void }) => ReactElement;
  /** Whether there is room around what is in it. */
  padded?: boolean;
  children: ReactNode;
};

/** What a button opens beside it. The focus goes in and comes back; Escape closes it from the button too, before the focus is in. */
export function Popup({ open, onChange, button, padded, position = "bottom-end", children, ...rest }: Props) {
  const does = {
    onClick: () => onChange(!open),
    onKeyDown: ({ key }: KeyboardEvent) => {
      if (open && key === "Escape") onChange(false);
    },
  };
  return (
    <Popover opened={open} onChange={onChange} position={position} withinPortal trapFocus returnFocus {...rest}>
      <Popover.Target>{button(does)}</Popover.Target>
      <Popover.Dropdown {...(!padded && { p: 0 })}>{children}</Popover.Dropdown>
    </Popover>
  );
}
