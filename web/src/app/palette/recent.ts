import type { Item } from "./items";

const key = "wend-recent";
const most = 5;
type Kept = { id: string; label: string; href: string };

/** Where this browser went from the search lately, the last first. */
export function recentItems(): Item[] {
  return kept().map(({ id, label, href }) => ({ id: `recent ${id}`, group: "Recent", label, href }));
}

/** Remembers a place. A browser that keeps nothing remembers nothing. */
export function remember(item: Item): void {
  if (!("href" in item)) return;
  const id = item.id.replace(/^recent /, "");
  const next = [{ id, label: item.label, href: item.href }, ...kept().filter((one) => one.id !== id)].slice(0, most);
  try {
    localStorage.setItem(key, JSON.stringify(next));
  } catch {
    // private windows may refuse
  }
}

function kept(): Kept[] {
  try {
    const raw: unknown = JSON.parse(localStorage.getItem(key) ?? "[]");
    return Array.isArray(raw) ? raw.filter(isKept).slice(0, most) : [];
  } catch {
    return [];
  }
}

/** Anything may stand in a browser's storage; only addresses of this app are followed. */
function isKept(raw: unknown): raw is Kept {
  if (typeof raw !== "object" || raw === null) return false;
  const { id, label, href } = raw as Record<string, unknown>;
  return typeof id === "string" && typeof label === "string" && typeof href === "string" && /^\/(?!\/)/.test(href);
}
