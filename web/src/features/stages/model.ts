import type { Schemas } from "@/shared/api/client";
import { describeFilter } from "@/shared/filters/filters";

export type Stage = Schemas["Stage"];
export type Rule = Schemas["StageRule"];

/** A stage's key, made from its name where it has none yet; keys are kept for ever. */
export function keyFor(name: string, taken: string[]): string {
  const base = name.toLowerCase().normalize("NFKD").replace(/[^a-z0-9]+/g, "_").replace(/^[_0-9]+|_+$/g, "").slice(0, 36) || "stage";
  const safe = base === "start" || base === "lapsed" ? `${base}_stage` : base;
  for (let n = 1; ; n++) {
    const key = n === 1 ? safe : `${safe}_${n}`;
    if (!taken.includes(key)) return key;
  }
}

export function move<T>(list: T[], from: number, to: number): T[] {
  if (to < 0 || to >= list.length) return list;
  const next = [...list];
  const [item] = next.splice(from, 1);
  if (item !== undefined) next.splice(to, 0, item);
  return next;
}

const comparisons: Record<string, string> = { eq: "exactly", neq: "not", gte: "at least", lte: "at most", gt: "more than", lt: "fewer than" };

/** A rule in words: "Order Completed, at least the 2nd time". */
export function describeRule(rule: Rule): string {
  const parts = [rule.event || "any touchpoint"];
  if (rule.where && rule.where.length > 0) parts.push(`where ${rule.where.map(describeFilter).join(" and ")}`);
  if (rule.count) parts.push(`${comparisons[rule.count.op] ?? rule.count.op} ${rule.count.value} times so far`);
  return parts.join(", ");
}

/** What is wrong with the model, by stage; the server checks again. */
export function faults(stages: Stage[]): Map<number, string> {
  const found = new Map<number, string>();
  stages.forEach((stage, i) => {
    if (stage.name.trim() === "") found.set(i, "Give the stage a name.");
    else if ((stage.rules ?? []).length === 0) found.set(i, "Without a rule nobody ever comes to this stage.");
  });
  return found;
}
