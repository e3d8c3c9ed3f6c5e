import type { Schemas } from "@/shared/api/client";
import type { Behind } from "./RfmGrid";

/** The customers of a segment or of a cell. */
export const behind = (question: Schemas["RfmDefinition"]): Behind => (of, title) => ({ analysis: "rfm", question, of, title });
