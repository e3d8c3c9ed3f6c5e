import { MantineProvider } from "@mantine/core";
import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test, vi } from "vitest";
import { Popup } from "./Popup";

function Sample() {
  const [open, setOpen] = useState(false);
  return <Popup open={open} onChange={setOpen} button={(does) => <button type="button" {...does}>Open</button>}><input aria-label="Inside" /></Popup>;
}

test("a popup closes by Escape from inside, and from its button while the focus is still there", async () => {
  const user = userEvent.setup();
  render(<MantineProvider env="test"><Sample /></MantineProvider>);
  const button = screen.getByRole("button", { name: "Open" });
  for (const from of ["inside", "the button"]) {
    await user.click(button);
    await screen.findByRole("dialog", { name: "Open" });
    await vi.waitFor(() => expect(screen.getByLabelText("Inside")).toHaveFocus());
    if (from === "the button") act(() => button.focus());
    await user.keyboard("{Escape}");
    await vi.waitFor(() => expect(screen.queryByRole("dialog"), from).toBeNull());
    expect(button).toHaveFocus();
  }
});
