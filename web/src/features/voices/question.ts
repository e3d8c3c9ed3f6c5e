import type { Schemas } from "@/shared/api/client";
import { keep, readOneOf, readRecord } from "@/shared/question/read";
import type { Bounds } from "@/shared/range/range";

type Definition = Schemas["EmotionVoicesDefinition"];
export type Topic = NonNullable<Definition["topic"]>;
export type Source = NonNullable<Definition["source"]>;

export const topics: readonly Topic[] = ["delivery", "price", "quality", "service", "usability", "payment", "returns", "booking", "other"];
export const sources: readonly Source[] = ["reviews", "surveys", "tickets"];

/** Which texts are looked at; what is left out is not narrowed. A stage without a key is the time before any stage. */
export type VoicesQuestion = { stage?: string; topic?: Topic; source?: Source };
export type Facet = keyof VoicesQuestion;

/** Reads a question from the address. Whatever is missing or wrong narrows nothing. */
export function decodeVoices(raw: unknown): VoicesQuestion {
  const { stage, topic, source } = readRecord(raw);
  return {
    ...keep("stage", typeof stage === "string" ? stage : undefined),
    ...keep("topic", readOneOf(topic, topics)),
    ...keep("source", readOneOf(source, sources)),
  };
}

/** The question with one part of it changed; undefined takes the part away. */
export function narrowed(question: VoicesQuestion, facet: Facet, key: string | undefined): VoicesQuestion {
  return decodeVoices({ ...question, [facet]: key });
}

export const encodeVoices = (question: VoicesQuestion): VoicesQuestion => decodeVoices(question);

export const askVoices = (question: VoicesQuestion, bounds: Bounds): Definition => ({ ...question, ...bounds });
