import { type ComponentType, createContext, useContext } from "react";
import type { Bounds } from "@/shared/range/range";

/** An answer that is there already: a public page may ask nothing by itself. */
export type Given = { answer: unknown; now: number };

/** One analysis' answer as it stands on a card. Its figure takes title and form from the frame around it. */
export type AnswerProps = { question: unknown; bounds: Bounds; given?: Given };

const Answers = createContext<Record<string, ComponentType<AnswerProps>>>({});

/** Which component answers which analysis. The app says it, as features do not know each other. */
export const AnswersProvider = Answers.Provider;

export function useAnswers(): Record<string, ComponentType<AnswerProps>> {
  return useContext(Answers);
}
