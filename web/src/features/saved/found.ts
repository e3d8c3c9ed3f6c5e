import { type SavedQuery, screens } from "@/shared/saved/question";

/** What a search finds: every word of it somewhere in the name, the description or the kind. */
export function found(queries: SavedQuery[], search: string): SavedQuery[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return queries.filter(({ name, description = "", analysis }) => {
    const text = `${name} ${description} ${screens[analysis]?.name ?? analysis}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
