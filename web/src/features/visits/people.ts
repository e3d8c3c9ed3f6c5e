import type { Schemas } from "@/shared/api/client";
import { count, plural } from "@/shared/format/format";
import { type Behind, type Line, lineName } from "./lines";

const did = { bounced: "bounced", engaged: "were engaged", converted: "converted" };
const title = (line: Line, deed: keyof typeof did | undefined, site: Line, none: string) => `${line === site ? "Everybody" : lineName(line, none)}${deed ? `: ${did[deed]}` : ""}`;
const note = (line: Line, deed: keyof typeof did | undefined) => (deed ? `${count({ bounced: line.bounces, engaged: line.engaged, converted: line.converted }[deed])} such visits` : plural(line.sessions, "visit"));
const of = (line: Line, deed: keyof typeof did | undefined, site: Line): Schemas["VisitsWho"] => ({ ...(line !== site && { name: line.name ?? null }), ...(deed && { did: deed }) });

/** The customers who landed on a page. */
export const behindLanding = (question: Schemas["VisitsLanding"], site: Line, none: string): Behind => (line, deed) =>
  ({ analysis: "landing", question, of: of(line, deed, site), title: title(line, deed, site, none), note: note(line, deed) });

/** The customers who came from a source. */
export const behindSources = (question: Schemas["VisitsSources"], site: Line, none: string): Behind => (line, deed) =>
  ({ analysis: "sources", question, of: of(line, deed, site), title: title(line, deed, site, none), note: note(line, deed) });
