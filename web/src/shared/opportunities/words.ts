import { describeFilter } from "@/shared/filters/filters";
import type { Opportunity, State } from "./queries";

export const states: { value: State; label: string; title: string }[] = [
  { value: "open", label: "Open", title: "Found, and not decided" },
  { value: "testing", label: "Being tested", title: "Somebody tries a remedy" },
  { value: "fixed", label: "Fixed", title: "Watched since, against those whom it did not concern" },
  { value: "dismissed", label: "Dismissed", title: "Not worth it, or meant to be so" },
];

export const efforts: Record<Opportunity["effort"], string> = { small: "a small change", medium: "some days' work", large: "a large change" };

/** Whom it concerns: "device is mobile, age group is 18-34". */
export function whom({ segment }: Opportunity): string {
  return (segment ?? []).map(describeFilter).join(", ") || "everybody";
}

/** Where it lies: the step, and the page on which most leave. */
export function where({ where: { step, page } }: Opportunity): string {
  return page ? `before ${step}, mostly on ${page}` : `before ${step}`;
}

/** What it costs in 30 days, in money where conversions are worth some, else in conversions; where too few got as far as the goal, only what it costs at most, or nothing. */
export function worth({ lost_value, lost_conversions }: Opportunity, currency: string): { amount: string; interval: string; enough: boolean } {
  const inMoney = lost_value.value > 0;
  const { value, low, high } = inMoney ? lost_value : lost_conversions;
  const digits = inMoney || high >= 10 ? 0 : 1;
  const show = (n: number) => new Intl.NumberFormat(undefined, { maximumFractionDigits: digits, ...(inMoney && { style: "currency", currency }) }).format(n);
  const named = (n: number) => (inMoney ? show(n) : `${show(n)} ${show(n) === "1" ? "conversion" : "conversions"}`);
  if (high <= 0) return { amount: "Too few to say", interval: "nobody came as far as the goal yet", enough: false };
  if (low <= 0) return { amount: `At most ${named(high)}`, interval: "too few came as far as the goal to say more", enough: false };
  return { amount: named(value), interval: `${show(low)} to ${show(high)}`, enough: true };
}

/** How much of what it costs counts for the order, and what it takes. */
export function weight(found: Opportunity, enough: boolean): string {
  return enough ? `${Math.round(100 * found.confidence)}% of it is sure · ${efforts[found.effort]}` : `too few to say how sure · ${efforts[found.effort]}`;
}

/** A change of a share in percentage points, with its sign. */
export function points(change: number): string {
  return new Intl.NumberFormat(undefined, { maximumFractionDigits: 1, signDisplay: "exceptZero" }).format(100 * change).replace("-", "−");
}

/** What matters first, and the rest. */
export function sentences(text: string): [first: string, rest: string] {
  const end = text.indexOf(". ");
  return end < 0 ? [text, ""] : [text.slice(0, end + 1), text.slice(end + 2)];
}
