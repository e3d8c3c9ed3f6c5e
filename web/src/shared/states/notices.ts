import { useSyncExternalStore } from "react";

/** Something that was just done, and how to undo it. */
export type Notice = { id: number; text: string; undo?: () => Promise<unknown> };

let current: Notice | null = null;
let made = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

function set(next: Notice | null): void {
  current = next;
  for (const listener of listeners) listener();
}

/** Long enough to read the sentence and to reach the button by keyboard. */
const seconds = { plain: 4, undoable: 15 };

/** Says what was done, at the bottom of the screen; a new notice takes the place of the last. */
export function notify(text: string, undo?: Notice["undo"]): void {
  clearTimeout(timer);
  made += 1;
  set({ id: made, text, ...(undo ? { undo } : {}) });
  timer = setTimeout(dismiss, 1000 * (undo ? seconds.undoable : seconds.plain));
}

export function dismiss(): void {
  clearTimeout(timer);
  set(null);
}

/** Keeps a notice while somebody points at it or stands on it. */
export function hold(): void {
  clearTimeout(timer);
}

export function release(): void {
  clearTimeout(timer);
  timer = setTimeout(dismiss, 1000 * seconds.plain);
}

export function useNotice(): Notice | null {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, () => current);
}
