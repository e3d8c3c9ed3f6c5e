import type { Schemas } from "@/shared/api/client";
import { keep, readRecord, readText } from "@/shared/question/read";
import type { Bounds } from "@/shared/range/range";
import { describeGroup, everybodyElse, type Group, readGroup, writeGroup } from "./group";

export type CompareQuestion = { a: Group; b?: Group; aName?: string; bName?: string };

const longestName = 60;

/** Those who reached the goal against everybody else. */
export function bought(goal: string): CompareQuestion {
  return { a: { did: [{ event: goal, not: false, op: "gte", times: 1, where: [] }], are: [], others: [] }, aName: `those with ${goal}`.slice(0, longestName), bName: everybodyElse };
}

/** Reads a question from the address. Whatever is missing or wrong gets its default. */
export function decodeCompare(raw: unknown, goal: string): CompareQuestion {
  const q = readRecord(raw);
  const a = readGroup(q.a);
  if (!a) return bought(goal);
  const name = (text: unknown) => readText(text)?.slice(0, longestName);
  return { a, ...keep("b", readGroup(q.b)), ...keep("aName", name(q.a_name)), ...keep("bName", name(q.b_name)) };
}

/** The question for the address; undefined while a group is empty. */
export function encodeCompare({ a, b, aName, bName }: CompareQuestion): Omit<Schemas["CompareDefinition"], "from" | "to"> | undefined {
  const [ruleA, ruleB] = [writeGroup(a), writeGroup(b)];
  if (!ruleA || (b && !ruleB)) return undefined;
  return { a: ruleA, ...keep("b", ruleB), ...keep("a_name", aName || undefined), ...keep("b_name", bName || undefined) };
}

/** What the groups are called, in the middle of a sentence. */
export function namesOf({ a, b, aName, bName }: CompareQuestion): [string, string] {
  const shorten = (text: string) => (text.length > longestName ? `${text.slice(0, longestName - 1)}…` : text);
  return [aName || shorten(describeGroup(a)), bName || shorten(describeGroup(b))];
}

export function askCompare(question: CompareQuestion, bounds: Bounds): Schemas["CompareDefinition"] {
  const [a_name, b_name] = namesOf(question);
  return { ...encodeCompare(question), a_name, b_name, ...bounds };
}

/** Comparisons that most businesses want to see first. */
export function presets(goal: string): { name: string; question: CompareQuestion }[] {
  const did = (op: "gte" | "eq", times: number): Group => ({ did: [{ event: goal, not: false, op, times, where: [] }], are: [], others: [] });
  const is = (property: string, value: string): Group => ({ did: [], are: [{ property, op: "eq", value }], others: [] });
  const came = (channel: string): Group => ({ did: [{ event: "*", not: false, op: "gte", times: 1, where: [{ property: "channel", op: "eq", value: channel }, { property: "new_or_returning", op: "eq", value: "new" }] }], are: [], others: [] });
  return [
    { name: `${goal}, or not`, question: bought(goal) },
    { name: `${goal}: again, or once`, question: { a: did("gte", 2), b: did("eq", 1), aName: "those who did it again", bName: "those who did it once" } },
    { name: "Mobile and desktop", question: { a: is("device", "mobile"), b: is("device", "desktop"), aName: "mobile", bName: "desktop" } },
    { name: "Found by search, or otherwise", question: { a: came("Organic Search"), aName: "those found by search", bName: "the others" } },
  ];
}

/** A name at the begin of a line. */
export const atBegin = (name: string): string => name.slice(0, 1).toUpperCase() + name.slice(1);
