import type { Schemas } from "@/shared/api/client";
import type { Dashboard } from "@/shared/saved/queries";
import { addressOf, type SavedQuery, screens } from "@/shared/saved/question";
import { sections } from "../navigation";
import { misfit } from "./fuzzy";

export type Group = "Recent" | "Actions" | "Customers" | "Accounts" | "Dashboards" | "Journey maps" | "Saved" | "Screens" | "Settings" | "Events";

/** One thing that the search finds: a place, or something to do. */
export type Item = { id: string; group: Group; label: string; detail?: string; href: string } | { id: string; group: Group; label: string; detail?: string; run: () => void };

/** Turns a screen and its search into an address. */
export type ToHref = (to: string, search: object) => string;

/** The screens, as the navigation lists them. */
export function screenItems(): Item[] {
  return sections.flatMap((section) => {
    const group = section.label === "Settings" ? "Settings" as const : "Screens" as const;
    const parts = section.children ?? [section];
    return parts.map(({ to, label }): Item => ({ id: `screen ${to}`, group, label, href: to, ...(section.children ? { detail: section.label } : {}) }));
  });
}

export function savedItems(queries: SavedQuery[], toHref: ToHref): Item[] {
  return queries.flatMap((query): Item[] => {
    const address = addressOf(query, undefined, query.id);
    return address ? [{ id: query.id, group: "Saved", label: query.name, detail: screens[query.analysis]?.name ?? query.analysis, href: toHref(address.to, address.search) }] : [];
  });
}

export function dashboardItems(dashboards: Dashboard[]): Item[] {
  return dashboards.map(({ id, name }) => ({ id, group: "Dashboards", label: name, href: `/dashboards/${encodeURIComponent(id)}` }));
}

/** What stands in no navigation and is looked for all the same. */
export const elsewhere: Item[] = [{ id: "screen /glossary", group: "Screens", label: "Words explained", detail: "Glossary", href: "/glossary" }];

export function mapItems(maps: { id: string; name: string }[]): Item[] {
  return maps.map(({ id, name }) => ({ id, group: "Journey maps", label: name, href: `/journeys/maps/${encodeURIComponent(id)}` }));
}

export function accountItems(accounts: Schemas["Account"][]): Item[] {
  return accounts.map(({ id, name }) => ({ id: `account ${id}`, group: "Accounts", label: name || id, ...(name && name !== id && { detail: id }), href: `/accounts/${encodeURIComponent(id)}` }));
}

/** Every event leads to its own trend. */
export function eventItems(events: Schemas["SchemaEvent"][], toHref: ToHref): Item[] {
  return events.filter(({ name }) => name !== "(other)").map(({ name }) => ({ id: `event ${name}`, group: "Events", label: name, detail: "Trend", href: toHref("/understand/trends", { q: { series: [{ event: name, measure: "count" }] } }) }));
}

const most = 5;

/** What fits, group by group; the group with the best fit first. Customers and accounts were searched by the server and all fit. */
export function arrange(items: Item[], typed: string): { group: Group; items: Item[] }[] {
  const groups = new Map<Group, { item: Item; cost: number }[]>();
  for (const item of items) {
    const cost = !typed.trim() ? 0 : item.group === "Customers" || item.group === "Accounts" ? 1.5 : misfit(item.label, typed);
    if (cost !== undefined) groups.set(item.group, [...(groups.get(item.group) ?? []), { item, cost }]);
  }
  const arranged = [...groups].map(([group, found]) => ({ group, found: found.sort((a, b) => a.cost - b.cost).slice(0, most) }));
  if (typed.trim()) arranged.sort((a, b) => (a.found[0]?.cost ?? 0) - (b.found[0]?.cost ?? 0));
  return arranged.map(({ group, found }) => ({ group, items: found.map(({ item }) => item) }));
}
