import { describeFilter } from "@/shared/filters/filters";
import { count } from "@/shared/format/format";
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

/** What it costs in 30 days, in money where conversions are worth some, else in conversions. */
export function worth({ lost_value, lost_conversions }: Opportunity, currency: string): { amount: string; interval: string } {
  const inMoney = lost_value.value > 0;
  const { value, low, high } = inMoney ? lost_value : lost_conversions;
  const show = (n: number) => (inMoney ? new Intl.NumberFormat(undefined, { style: "currency", currency, maximumFractionDigits: 0 }).format(n) : count(Math.round(n)));
  return { amount: inMoney ? show(value) : `${show(value)} conversions`, interval: `${show(low)} to ${show(high)}` };
}

export function sure({ confidence }: Opportunity): string {
  return `${Math.round(100 * confidence)} %`;
}

/** A change of a share in percentage points, with its sign. */
export function points(change: number): string {
  return new Intl.NumberFormat(undefined, { maximumFractionDigits: 1, signDisplay: "exceptZero" }).format(100 * change);
}

/** What matters first, and the rest; no number is parted from its sign. */
export function sentences(text: string): [first: string, rest: string] {
  const whole = text.replaceAll(/(\d) %/g, "$1\u00a0%");
  const end = whole.indexOf(". ");
  return end < 0 ? [whole, ""] : [whole.slice(0, end + 1), whole.slice(end + 2)];
}
