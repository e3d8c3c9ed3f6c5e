import { defaultRange } from "@/shared/range/range";
import type { Card } from "@/shared/saved/queries";
import { rangeOf, type SavedQuery, type SavedQuestion } from "@/shared/saved/question";

export type Width = NonNullable<Card["width"]>;
export type Show = NonNullable<Card["show"]>;

export const widths: { value: Width; label: string }[] = [{ value: "third", label: "A third" }, { value: "half", label: "Half" }, { value: "full", label: "The whole width" }];
export const shows: { value: Show; label: string }[] = [{ value: "number", label: "The number alone" }, { value: "chart", label: "The picture" }, { value: "table", label: "The table" }];

/** The list with one card at another place; places beyond the ends mean the ends. */
export function moved<T>(list: T[], from: number, to: number): T[] {
  const rest = list.filter((_, i) => i !== from);
  const item = list[from];
  if (item === undefined) return list;
  const place = Math.max(0, Math.min(rest.length, to));
  return [...rest.slice(0, place), item, ...rest.slice(place)];
}

/** What a card asks: its own question, or that of its saved query; nothing where that was deleted. */
export function questionOf(card: Card, queries: SavedQuery[]): (SavedQuestion & { name?: string; saved?: string }) | undefined {
  if (card.inline) return card.inline;
  const query = queries.find(({ id }) => id === card.query);
  return query && { ...query, saved: query.id };
}

/** Which days a card looks at: the dashboard's where it has any, else the question's own. */
export function daysOf(question: SavedQuestion, dashboard: string | undefined): string {
  return dashboard ?? rangeOf(question) ?? defaultRange;
}

