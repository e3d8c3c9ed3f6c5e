import type { Schemas } from "@/shared/api/client";
import type { People } from "@/shared/people/people";

/** The customers behind one side of a row, or behind a group. */
export type Behind = (of: Schemas["CompareWho"], title: string) => People;

export const behind = (question: Schemas["CompareDefinition"]): Behind => (of, title) => ({ analysis: "compare", question, of, title });

/** The customers behind a number of a profile. */
export type BehindProfile = (of: Schemas["CompareIdeal"], title: string) => People;

export const behindProfile = (question: Schemas["CompareProfileDefinition"]): BehindProfile => (of, title) => ({ analysis: "profile", question, of, title });
