/** Two keys, one after the other, that lead to a screen. */
export const ways: { key: string; to: string; label: string }[] = [
  { key: "h", to: "/", label: "Home" },
  { key: "j", to: "/journeys", label: "Journeys" },
  { key: "f", to: "/understand/funnel", label: "Funnel" },
  { key: "p", to: "/understand/paths", label: "Paths" },
  { key: "t", to: "/understand/trends", label: "Trends" },
  { key: "d", to: "/dashboards", label: "Dashboards" },
  { key: "s", to: "/saved", label: "Saved" },
  { key: "c", to: "/customers", label: "Customers" },
  { key: "l", to: "/live", label: "Live events" },
];

type Pressed = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;
export type Wish = "search" | "shortcuts" | "begin" | { to: string };

/** What a key asks for; `begun` says that g was pressed just before, `typing` that the key is being written somewhere. */
export function wishOf(pressed: Pressed, begun: boolean, typing: boolean): Wish | undefined {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = pressed;
  if ((ctrlKey || metaKey) && !altKey && !shiftKey && key.toLowerCase() === "k") return "search";
  if (typing || ctrlKey || metaKey || altKey) return undefined;
  if (begun) {
    const way = ways.find((one) => one.key === key);
    return way && { to: way.to };
  }
  if (key === "/") return "search";
  if (key === "?") return "shortcuts";
  return key === "g" ? "begin" : undefined;
}

/** Whether keys go into a text there, or belong to a window that is open. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.closest("[role=dialog], [role=menu], [role=listbox]") !== null);
}
