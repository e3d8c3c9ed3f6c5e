/**
 * How far a text is from what was typed; undefined where it does not fit. Every word
 * typed must be found: as the begin of a word, within one, or letter by letter
 * in order. Lower is better.
 */
export function misfit(text: string, typed: string): number | undefined {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  const within = plain(text);
  let total = 0;
  for (const word of words) {
    const cost = fitWord(within, word);
    if (cost === undefined) return undefined;
    total += cost;
  }
  // Of two that fit alike the shorter one is meant.
  return total + within.length / 1000;
}

function fitWord(text: string, word: string): number | undefined {
  if (text.startsWith(word)) return 0;
  if (text.includes(` ${word}`)) return 1;
  if (text.includes(word)) return 2;
  if (word.length < 3) return undefined;
  let at = -1;
  let first = -1;
  for (const letter of word) {
    at = text.indexOf(letter, at + 1);
    if (at < 0) return undefined;
    if (first < 0) first = at;
  }
  const spread = at - first + 1 - word.length;
  return spread <= word.length * 2 ? 3 + spread / 100 : undefined;
}

/** Without case and accents. */
function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{Diacritic}/gu, "").toLowerCase();
}
