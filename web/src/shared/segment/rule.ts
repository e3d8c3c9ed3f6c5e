import type { Schemas } from "@/shared/api/client";
import { type Filter, isComplete } from "@/shared/filters/filters";

/** A rule that says which customers are meant; null means all of them. */
export type SegmentRule = Schemas["SegmentRule"];

type OfKind<K extends string> = Extract<SegmentRule, Record<K, unknown>>;
export type AllRule = OfKind<"all">;
export type AnyRule = OfKind<"any">;
export type NotRule = OfKind<"not">;
export type EventRule = OfKind<"event">;
export type PropertyRule = OfKind<"property">;

/** A part that says one thing, rather than puts others together. */
export type Leaf = Exclude<SegmentRule, AllRule | AnyRule | NotRule>;

/** A rule while it is being made: parts may be incomplete, and each has an identity of its own. */
export type Condition = { id: number; not: boolean; leaf: Leaf };
export type Group = { id: number; not: boolean; join: "all" | "any"; parts: Part[] };
export type Part = Condition | Group;

export const isGroup = (part: Part): part is Group => "parts" in part;

let made = 0;
/** An identity that no other part has. */
export const newId = (): number => ++made;

/** Makes a rule ready for being changed: there is always a group outside. */
export function toGroup(rule: SegmentRule | null): Group {
  if (rule === null) return { id: newId(), not: false, join: "all", parts: [] };
  const part = toPart(rule);
  return isGroup(part) ? part : { id: newId(), not: false, join: "all", parts: [part] };
}

function toPart(rule: SegmentRule): Part {
  if ("all" in rule) return { id: newId(), not: false, join: "all", parts: rule.all.map(toPart) };
  if ("any" in rule) return { id: newId(), not: false, join: "any", parts: rule.any.map(toPart) };
  if (!("not" in rule)) return { id: newId(), not: false, leaf: rule };
  const inner = toPart(rule.not);
  return inner.not ? { id: newId(), not: true, join: "all", parts: [inner] } : { ...inner, not: true };
}

/** The rule that a group says by now; parts that are not complete are left out, and nothing at all means everybody. */
export function fromGroup(group: Group): SegmentRule | null {
  const parts = group.parts.flatMap((part) => fromPart(part) ?? []);
  const [only] = parts;
  if (!only) return null;
  const rule = parts.length === 1 ? only : group.join === "all" ? { all: parts } : { any: parts };
  return group.not ? { not: rule } : rule;
}

function fromPart(part: Part): SegmentRule | null {
  if (isGroup(part)) return fromGroup(part);
  const leaf = cleaned(part.leaf);
  return leaf && (part.not ? { not: leaf } : leaf);
}

/** How many parts still miss something. */
export function incomplete(group: Group): number {
  return group.parts.reduce((n, part) => n + (isGroup(part) ? incomplete(part) : cleaned(part.leaf) ? 0 : 1), 0);
}

/** A leaf as it can be asked, or null while something is missing. */
function cleaned(leaf: Leaf): Leaf | null {
  if ("event" in leaf) {
    const { where, ...rest } = leaf;
    const complete = (where ?? []).filter(isComplete);
    const measured = [leaf.sum, leaf.avg, leaf.distinct].find((property) => property !== undefined);
    if (!leaf.event || measured === "" || (measured !== undefined && !isNumeric(leaf.value)) || (leaf.count && !isNumeric(leaf.count.value))) return null;
    return { ...rest, ...(complete.length > 0 && { where: complete }) };
  }
  if ("property" in leaf) return isComplete(leaf) ? leaf : null;
  if ("stage" in leaf) return leaf.stage.length > 0 ? leaf : null;
  if ("rfm" in leaf) return leaf.rfm.length > 0 ? leaf : null;
  if ("engagement" in leaf) return leaf.engagement.length > 0 ? leaf : null;
  if ("prefers_channel" in leaf) return leaf.prefers_channel ? leaf : null;
  if ("consents_to" in leaf) return leaf.consents_to ? leaf : null;
  return leaf;
}

const isNumeric = (value: unknown) => typeof value === "number" || (Array.isArray(value) && value.length === 2 && value.every((v) => typeof v === "number"));

export type { Filter };
