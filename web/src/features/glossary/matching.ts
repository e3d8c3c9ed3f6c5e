import type { Schemas } from "@/shared/api/client";

type Term = Schemas["Term"];

/** Terms that a text is found in, those whose word has it before those whose sentence has it. */
export function matching(terms: Term[], text: string): Term[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return terms;
  const inWord = terms.filter(({ term }) => term.toLowerCase().includes(wanted));
  return [...inWord, ...terms.filter((term) => !inWord.includes(term) && term.means.toLowerCase().includes(wanted))];
}
