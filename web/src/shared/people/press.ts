import type { KeyboardEvent } from "react";

/** Makes a part of a drawing work like a button: Enter and space do what a click does. */
export function onPress(act: () => void): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    act();
  };
}
