import type { Schemas } from "@/shared/api/client";
import { keep, readRecord, readText } from "@/shared/question/read";
import type { Bounds } from "@/shared/range/range";
import { describeRule } from "@/shared/segment/describe";
import { readRule } from "@/shared/segment/read";
import type { SegmentRule } from "@/shared/segment/rule";

/** Two groups; null is one that is not said yet, and without b it is everybody else. */
export type CompareQuestion = { a: SegmentRule | null; b?: SegmentRule | null; aName?: string; bName?: string };

export const everybodyElse = "everybody else";

const longestName = 60;

/** Those who reached the goal against everybody else. */
export function bought(goal: string): CompareQuestion {
  return { a: { event: goal }, aName: `those with ${goal}`.slice(0, longestName), bName: everybodyElse };
}

/** Reads a question from the address. Whatever is missing or wrong gets its default. */
export function decodeCompare(raw: unknown, goal: string): CompareQuestion {
  const q = readRecord(raw);
  const a = readRule(q.a);
  if (!a) return bought(goal);
  const name = (text: unknown) => readText(text)?.slice(0, longestName);
  return { a, ...keep("b", readRule(q.b)), ...keep("aName", name(q.a_name)), ...keep("bName", name(q.b_name)) };
}

/** The question for the address; undefined while a group is empty. */
export function encodeCompare({ a, b, aName, bName }: CompareQuestion): Omit<Schemas["CompareDefinition"], "from" | "to"> | undefined {
  if (a === null || b === null) return undefined;
  return { a, ...keep("b", b), ...keep("a_name", aName || undefined), ...keep("b_name", bName || undefined) };
}

/** A group in the middle of a sentence. */
const said = (rule: SegmentRule | null) => (rule ? describeRule(rule).replace(/^Customers /, "those ") : "nobody yet");

/** What the groups are called, in the middle of a sentence. */
export function namesOf({ a, b, aName, bName }: CompareQuestion): [string, string] {
  const shorten = (text: string) => (text.length > longestName ? `${text.slice(0, longestName - 1)}…` : text);
  return [aName || shorten(said(a)), bName || (b === undefined ? everybodyElse : shorten(said(b)))];
}

export function askCompare(question: CompareQuestion, bounds: Bounds): Schemas["CompareDefinition"] {
  const [a_name, b_name] = namesOf(question);
  return { ...encodeCompare(question), a_name, b_name, ...bounds };
}

/** Comparisons that most businesses want to see first. */
export function presets(goal: string): { name: string; question: CompareQuestion }[] {
  const is = (value: string): SegmentRule => ({ property: "device", op: "eq", value });
  const found: SegmentRule = { event: "*", where: [{ property: "channel", op: "eq", value: "Organic Search" }, { property: "new_or_returning", op: "eq", value: "new" }] };
  return [
    { name: `${goal}, or not`, question: bought(goal) },
    { name: `${goal}: again, or once`, question: { a: { event: goal, count: { op: "gte", value: 2 } }, b: { event: goal, count: { op: "eq", value: 1 } }, aName: "those who did it again", bName: "those who did it once" } },
    { name: "Mobile and desktop", question: { a: is("mobile"), b: is("desktop"), aName: "mobile", bName: "desktop" } },
    { name: "Found by search, or otherwise", question: { a: found, aName: "those found by search", bName: "the others" } },
  ];
}

/** A name at the begin of a line. */
export const atBegin = (name: string): string => name.slice(0, 1).toUpperCase() + name.slice(1);
