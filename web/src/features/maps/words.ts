import type { Schemas } from "@/shared/api/client";
import { count, money, percent, plural } from "@/shared/format/format";
import { fewest } from "@/shared/statistics/rate";

export type Conformance = Schemas["ConformanceAnswer"];
export type Departure = Schemas["ConformanceDeparture"];

/** Where and how the ideal was left, as people would say it. */
export function departed({ how, step }: Pick<Departure, "how" | "step">, steps: string[]): string {
  const name = steps[step] ?? `step ${step + 1}`;
  switch (how) {
    case "left": return step === 0 ? `never came to ${name}` : `stopped before ${name}`;
    case "skipped": return `skipped ${name}`;
    case "order": return `did ${name} later than meant`;
    case "repeated": return `repeated ${name}`;
    case "back": return `went back to ${name}`;
    case "late": return `took too long to ${name}`;
  }
}

const units: Record<string, string> = { s: "second", m: "minute", h: "hour", d: "day", w: "week" };

/** How long a step may take, in words. */
export function lasting(within: string): string {
  const [, n, unit] = /^(\d+)([smhdw])$/.exec(within) ?? [];
  if (!within) return "any time";
  return `within ${n && unit ? plural(Number(n), units[unit] ?? unit) : within}`;
}

/** What they did instead, in short. */
export function instead({ instead }: Departure): string | undefined {
  const first = instead?.[0];
  if (!first) return undefined;
  if (first.event === null) return "nothing more";
  return first.page ? `the page ${first.page}` : first.event;
}

/** The answer in one sentence. */
export function inShort(answer: Conformance, currency: string): string {
  if (answer.customers === 0) return "Nobody has begun this journey in these days.";
  if (answer.rate === null) return `Only ${count(answer.customers)} customers can be judged: too few for a share. ${count(answer.followed.customers)} of them followed it.`;
  const most = answer.departures?.[0];
  const parts = [`${percent(answer.rate, 0)} follow it.`];
  if (most) {
    const next = instead(most);
    const part = answer.deviated.customers < fewest ? `the most (${count(most.customers)} of ${count(answer.deviated.customers)})` : `${most.share > 0.5 ? "most" : "the largest part"} (${percent(most.share, 0)})`;
    parts.push(`Of those who leave, ${part} ${departed(most, answer.steps ?? [])}${next ? `; next they do ${next === "nothing more" ? "nothing more" : `“${next}”`}` : ""}.`);
  }
  const cost = answer.cost;
  if (cost) {
    const { low, high } = cost.value_interval;
    if (high < 0) parts.push(`One who leaves is worth ${money(-cost.value, currency)} less than one who follows (between ${money(-high, currency)} and ${money(-low, currency)}).`);
    else if (low > 0) parts.push(`One who leaves is worth ${money(cost.value, currency)} more than one who follows: the ideal may not be ideal.`);
    else parts.push("Those who leave are not clearly worth less than those who follow.");
  }
  return parts.join(" ");
}

/** What all who left are worth together, as an owner would say it. */
export function inAll(cost: NonNullable<Conformance["cost"]>, currency: string): string {
  const { low, high } = cost.total_interval;
  const said = (value: number) => `${money(Math.abs(value), currency)} ${value < 0 ? "less" : "more"}`;
  const [least, most] = Math.abs(low) < Math.abs(high) ? [low, high] : [high, low];
  const between = low < 0 && high > 0 ? `${said(low)} and ${said(high)}` : `${money(Math.abs(least), currency)} and ${said(most)}`;
  return `are together worth about ${said(cost.total)} than as many who follow; with 95% confidence between ${between}.`;
}
