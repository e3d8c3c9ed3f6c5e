import type { Schemas } from "@/shared/api/client";
import type { People } from "@/shared/people/people";

export type Behind = (of: Schemas["AttributionWho"], title: string, note?: string) => People;

/** The customers who had a touch on their way. */
export const behind = (question: Schemas["AttributionDefinition"]): Behind => (of, title, note) => ({ analysis: "attribution", question, of, title, ...(note && { note }) });
