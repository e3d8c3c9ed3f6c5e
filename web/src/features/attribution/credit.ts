import type { Schemas } from "@/shared/api/client";
import { count, percent } from "@/shared/format/format";
import { type Model, modelName, models } from "./models";

type Line = Schemas["AttributionLine"];
export type Share = { conversions: number; value: number; share: number; roi: number | null };
/** One touch with its credit by every model. */
export type Row = { key: string; touch: unknown; name: string; by: Partial<Record<Model, Share>>; cost: number | null; disagreement?: Schemas["AttributionDisagreement"] };

/** What a touch is called. */
export function nameOf(touch: unknown): string {
  if (touch === null || touch === undefined || touch === "") return "None";
  return touch === "(other)" ? "All others" : String(touch);
}

/** The models that were answered, in their usual order. */
export function answered(answer: Schemas["AttributionAnswer"]): Model[] {
  return models.filter(({ key }) => answer.models[key]).map(({ key }) => key);
}

/** The touches, those with most credit by a model first. */
export function toRows(answer: Schemas["AttributionAnswer"], judge: Model): Row[] {
  const rows = new Map<string, Row>();
  for (const model of answered(answer)) {
    for (const line of answer.models[model] ?? []) {
      const key = JSON.stringify(line.touch ?? null);
      const row: Row = rows.get(key) ?? { key, touch: line.touch ?? null, name: nameOf(line.touch), by: {}, cost: line.cost };
      row.by[model] = shareOf(line, answer.conversions);
      rows.set(key, row);
    }
  }
  for (const disagreement of answer.disagreements ?? []) {
    const row = rows.get(JSON.stringify(disagreement.touch ?? null));
    if (row) row.disagreement = disagreement;
  }
  return [...rows.values()].sort((a, b) => (b.by[judge]?.conversions ?? 0) - (a.by[judge]?.conversions ?? 0));
}

function shareOf({ conversions, value, roi }: Line, all: number): Share {
  return { conversions, value, roi, share: all > 0 ? conversions / all : 0 };
}

export function hasCosts(rows: Row[]): boolean {
  return rows.some(({ cost }) => cost !== null);
}

/** Where the models really differ, widest first. */
export function disputed(answer: Schemas["AttributionAnswer"]): Schemas["AttributionDisagreement"][] {
  return (answer.disagreements ?? []).filter(({ reason }) => reason !== "The models agree.");
}

/** What the answer says: who is credited most, and where the models lie apart. */
export function inOneSentence(answer: Schemas["AttributionAnswer"], rows: Row[], judge: Model, event: string): string {
  if (!answer.enough) return `${count(answer.conversions)} conversions (${event}) are too few to say what brought them.`;
  const best = rows.find(({ touch }) => touch !== null);
  const widest = disputed(answer)[0];
  const parts = [`Of ${count(answer.conversions)} conversions (${event})${best ? `, ${modelName(judge)} credits most to ${best.name}, ${percent(best.by[judge]?.share ?? 0)}` : ""}`];
  if (widest) parts.push(`the models lie furthest apart on ${nameOf(widest.touch)}: from ${percent(widest.low)} (${modelName(widest.low_model)}) to ${percent(widest.high)} (${modelName(widest.high_model)})`);
  else if (best) parts.push("the models agree");
  return `${parts.join("; ")}.`;
}
