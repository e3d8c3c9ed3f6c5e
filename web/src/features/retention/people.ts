import type { Schemas } from "@/shared/api/client";
import type { Behind } from "./CohortTable";

/** The customers of a cohort, or those of them who came back. */
export const behind = (question: Schemas["RetentionDefinition"]): Behind => (of, title) => ({ analysis: "retention", question, of, title });
