import type { Schemas } from "@/shared/api/client";

type Schema = { events: Schemas["SchemaEvent"][] | null; traits: Schemas["SchemaProperty"][] | null };

/** The events and traits whose name, or one of whose properties, has the text in it. */
export function find({ events, traits }: Schema, text: string): { events: Schemas["SchemaEvent"][]; traits: Schemas["SchemaProperty"][] } {
  const wanted = text.trim().toLowerCase();
  const fits = (name: string) => name.toLowerCase().includes(wanted);
  return {
    events: (events ?? []).filter((event) => fits(event.name) || (event.properties ?? []).some(({ name }) => fits(name))).sort((a, b) => b.count - a.count),
    traits: (traits ?? []).filter(({ name }) => fits(name)),
  };
}

/** A call that sends such an event, with a value of the right type for each of its most frequent properties. */
export function exampleOf({ name, type, properties }: Schemas["SchemaEvent"]): string {
  const known = (properties ?? []).filter((property) => property.name !== "(other)").slice(0, 6);
  const values = Object.fromEntries(known.map((property) => [property.name, sample(property)]));
  const object = Object.keys(values).length > 0 ? `, ${JSON.stringify(values, null, 2)}` : "";
  if (type === "page") return Object.keys(values).length > 0 ? `wend.page(${JSON.stringify(values, null, 2)});` : "wend.page();";
  return `wend.${type}(${JSON.stringify(name)}${object});`;
}

const samples: Record<string, unknown> = { number: 12.5, boolean: true, list: [], object: {} };

function sample({ types }: Schemas["SchemaProperty"]): unknown {
  return samples[types?.[0] ?? "text"] ?? "…";
}
