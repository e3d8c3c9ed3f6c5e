import type { Condition, Leaf } from "./rule";

type Verb = { value: string; label: string; kind: string; not: boolean; make: () => Leaf };

/** What can be said of customers, as a condition begins. The opposite is a verb of its own, so that a condition reads as a sentence. */
export const verbs: Verb[] = [
  { value: "did", label: "who did", kind: "event", not: false, make: () => ({ event: "" }) },
  { value: "did not", label: "who did not do", kind: "event", not: true, make: () => ({ event: "" }) },
  { value: "whose", label: "whose", kind: "property", not: false, make: () => ({ property: "", op: "eq" }) },
  { value: "at", label: "who are at the stage", kind: "stage", not: false, make: () => ({ stage: [] }) },
  { value: "not at", label: "who are not at the stage", kind: "stage", not: true, make: () => ({ stage: [] }) },
  { value: "lapsed", label: "who have lapsed", kind: "lapsed", not: false, make: () => ({ lapsed: true }) },
  { value: "not lapsed", label: "who have not lapsed", kind: "lapsed", not: false, make: () => ({ lapsed: false }) },
  { value: "among", label: "who are among", kind: "rfm", not: false, make: () => ({ rfm: [] }) },
  { value: "not among", label: "who are not among", kind: "rfm", not: true, make: () => ({ rfm: [] }) },
  { value: "engaged", label: "whose engagement is", kind: "engagement", not: false, make: () => ({ engagement: [] }) },
  { value: "come by", label: "who mostly come by", kind: "prefers_channel", not: false, make: () => ({ prefers_channel: "" }) },
  { value: "not come by", label: "who do not mostly come by", kind: "prefers_channel", not: true, make: () => ({ prefers_channel: "" }) },
  { value: "agreed", label: "who agreed to", kind: "consents_to", not: false, make: () => ({ consents_to: "" }) },
  { value: "not agreed", label: "who did not agree to", kind: "consents_to", not: true, make: () => ({ consents_to: "" }) },
];

/** The verb that a condition begins with; undefined where it says more than the fields can. */
export function verbOf({ leaf, not }: Condition): string | undefined {
  if ("event" in leaf && (leaf.first || leaf.last)) return undefined;
  if ("lapsed" in leaf) return leaf.lapsed !== not ? "lapsed" : "not lapsed";
  return verbs.find((verb) => verb.kind in leaf && verb.not === not)?.value;
}
