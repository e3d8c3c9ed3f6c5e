import type { Schemas } from "@/shared/api/client";
import { count, plural } from "@/shared/format/format";

export type Line = Schemas["EmotionVoiceLine"];
export type Voices = Schemas["EmotionVoices"];
export type Answer = Schemas["EmotionVoicesAnswer"];
export type Order = "worst" | "most";

const signed = new Intl.NumberFormat(undefined, { minimumFractionDigits: 2, maximumFractionDigits: 2, signDisplay: "exceptZero" });

/** A score from −1 to 1, with a true minus. */
export const score = (value: number): string => signed.format(value).replace("-", "−");

/** Where a mood lies. */
export const reach = ({ low, high }: { low: number; high: number }): string => `${score(low)} to ${score(high)}`;

/** A mood in a word; too few voices have none. */
export function mood(mean: number | null): string {
  if (mean === null) return "too few to say";
  if (mean >= 0.5) return "very good";
  if (mean >= 0.15) return "good";
  if (mean > -0.15) return "mixed";
  return mean > -0.5 ? "bad" : "very bad";
}

/** The lines that somebody spoke of: the most negative first, those of too few after them, or the most talked about first. */
export function ordered(lines: Line[], order: Order): Line[] {
  const spoken = lines.filter(({ texts }) => texts > 0);
  const most = (a: Line, b: Line) => b.texts - a.texts;
  if (order === "most") return spoken.sort(most);
  const low = ({ mean }: Line) => mean ?? Number.POSITIVE_INFINITY;
  return spoken.sort((a, b) => (low(a) === low(b) ? most(a, b) : low(a) - low(b)));
}

/** What a bar of negative, neutral and positive texts says. */
export function inParts({ negative, neutral, positive }: Pick<Voices, "negative" | "neutral" | "positive">): string {
  return `${count(negative)} negative, ${count(neutral)} neutral, ${count(positive)} positive`;
}

/** What the answer says: how it sounds, and where it is worst. */
export function inOneSentence({ overall, topics, stages }: Answer): string {
  const said = `${plural(overall.texts, "text")} of ${plural(overall.customers, "customer")}`;
  if (overall.mean === null) return `${said}: too few to say how they feel.`;
  const worst = (lines: Line[] | null) => ordered(lines ?? [], "worst").find(({ mean }) => mean !== null && mean < 0);
  const [topic, stage] = [worst(topics), worst(stages)];
  const where = [topic && `most about ${topic.name.toLowerCase()}`, stage && `most at the stage ${stage.name}`].filter(Boolean).join(", ");
  return `All in all, ${said} sound ${mood(overall.mean)}${where && `; where they are negative, it is ${where}`}.`;
}

/** What was not read, and why. */
export function unreadInWords(unread: number): string | undefined {
  if (unread === 0) return undefined;
  return `${plural(unread, "more text")} could not be read: ${unread === 1 ? "it is" : "they are"} in another language, or ${unread === 1 ? "says" : "say"} nothing of a feeling. ${unread === 1 ? "It counts" : "They count"} nowhere.`;
}
