import type { Schemas } from "@/shared/api/client";
import type { People } from "@/shared/people/people";

type Definition = Schemas["EmotionVoicesDefinition"];
export type Behind = (of: Schemas["EmotionSpeakers"], title: string, narrowed?: Partial<Definition>) => People;

/** The customers who said it; of a line of a list those of the question narrowed to it. */
export const behind = (question: Definition): Behind => (of, title, narrowed) => ({ analysis: "voices", question: { ...question, ...narrowed }, of, title });
