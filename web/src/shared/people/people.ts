import type { Schemas } from "@/shared/api/client";
import { readOneOf, readRecord } from "@/shared/question/read";

type Questions = {
  trend: { question: Schemas["TrendDefinition"]; of: Schemas["TrendWho"] };
  funnel: { question: Schemas["FunnelDefinition"]; of: Schemas["FunnelWho"] };
  paths: { question: Schemas["PathsDefinition"]; of: Schemas["PathsWho"] };
  retention: { question: Schemas["RetentionDefinition"]; of: Schemas["RetentionWho"] };
  attribution: { question: Schemas["AttributionDefinition"]; of: Schemas["AttributionWho"] };
  landing: { question: Schemas["VisitsLanding"]; of: Schemas["VisitsWho"] };
  sources: { question: Schemas["VisitsSources"]; of: Schemas["VisitsWho"] };
  friction: { question: Schemas["FrictionDefinition"]; of: Schemas["FrictionWho"] };
  rfm: { question: Schemas["RfmDefinition"]; of: Schemas["RfmWho"] };
  compare: { question: Schemas["CompareDefinition"]; of: Schemas["CompareWho"] };
  profile: { question: Schemas["CompareProfileDefinition"]; of: Schemas["CompareIdeal"] };
  insights: { question: Schemas["InsightsDefinition"]; of: Schemas["InsightsWho"] };
  stages: { question: Schemas["StagesDefinition"]; of: Schemas["StagesWho"] };
  touchpoints: { question: Schemas["TouchpointsDefinition"]; of: Schemas["TouchpointsWho"] };
  emotion: { question: Schemas["EmotionDefinition"]; of: Schemas["EmotionWho"] };
  voices: { question: Schemas["EmotionVoicesDefinition"]; of: Schemas["EmotionSpeakers"] };
  conformance: { question: Schemas["ConformanceDefinition"]; of: Schemas["ConformanceWho"] };
  moves: { question: Schemas["MovesDefinition"]; of: Schemas["MovesWho"] };
};
type Analysis = keyof Questions;

/** The customers behind one number: which number of which question, and what the list is called. */
export type People = { [A in Analysis]: { analysis: A; title: string; /** What the number counts, where it counts other things than customers. */ note?: string } & Questions[A] }[Analysis];

const analyses: Analysis[] = ["trend", "funnel", "paths", "retention", "attribution", "landing", "sources", "rfm", "friction", "compare", "profile", "insights", "stages", "moves", "touchpoints", "conformance", "emotion", "voices"];
const longest = 200;

/** Reads the people from the address; undefined where there are none. The question itself is checked by the server. */
export function decodePeople(raw: unknown): People | undefined {
  const said = readRecord(raw);
  const analysis = readOneOf<Analysis>(said.analysis, analyses);
  if (!analysis || !isObject(said.question) || !isObject(said.of)) return undefined;
  const text = (value: unknown) => (typeof value === "string" && value.trim() !== "" ? value.slice(0, longest) : undefined);
  const note = text(said.note);
  return { analysis, question: said.question, of: said.of, title: text(said.title) ?? "Customers", ...(note && { note }) } as People;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
