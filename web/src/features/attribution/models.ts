import type { Schemas } from "@/shared/api/client";

export type Model = NonNullable<Schemas["AttributionDefinition"]["models"]>[number];

/** The models in the order in which they stand, each in one sentence. */
export const models: { key: Model; name: string; sentence: string }[] = [
  { key: "last", name: "Last", sentence: "Everything goes to the last touch before the conversion." },
  { key: "last_non_direct", name: "Last non-direct", sentence: "Everything goes to the last touch that is no direct visit." },
  { key: "first", name: "First", sentence: "Everything goes to the touch with which the way began." },
  { key: "linear", name: "Linear", sentence: "Every touch on the way gets the same." },
  { key: "time_decay", name: "Time decay", sentence: "A touch's weight halves with each half-life (a week, unless you change it) before the conversion." },
  { key: "position", name: "Position", sentence: "40% each to the first and the last touch, the rest to those between." },
  { key: "w_shaped", name: "W-shaped", sentence: "30% each to the first touch and to those before lead and opportunity, 10% to the last." },
  { key: "markov", name: "Markov", sentence: "By how many conversions would be lost without the touch, on the ways that customers really take." },
  { key: "shapley", name: "Shapley", sentence: "Shared fairly among all different touches of a way, whatever their order." },
];

export function modelName(key: string): string {
  return models.find((model) => model.key === key)?.name ?? key;
}
