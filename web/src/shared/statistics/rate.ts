/** Rates with where they lie. All functions are pure. */
import { percent } from "@/shared/format/format";

/** Where a number lies with 95 % confidence. The server leaves it out where too few stand behind the number (30 are needed). */
export type Range = { low: number; high: number };

/** So many a rate must rest on, as the server has it (FewestForRates). For shares that only the page knows. */
export const fewest = 30;

/** What stands in place of a number that would say nothing. */
export const tooFew = "too few to say";

/** "4.6–6.8%": the digits that tell the ends apart. */
export function range({ low, high }: Range): string {
  const digits = high < 0.1 || high - low < 0.02 ? 1 : 0;
  return `${number(low, digits)}–${percent(high, digits)}`;
}

/** "−3.1 to +1.2 points". */
export function gapRange({ low, high }: Range): string {
  const signed = (share: number) => new Intl.NumberFormat(undefined, { signDisplay: "exceptZero", maximumFractionDigits: 1 }).format(share * 100).replace("-", "−");
  return `${signed(low)} to ${signed(high)} points`;
}

/** Whether a difference is more than chance: its range leaves out zero. */
export function isClear({ low, high }: Range): boolean {
  return low > 0 || high < 0;
}

/** A rate in words, or that it says nothing: for sentences and the names of what can be pressed. */
export function rateText(rate: number, interval: Range | null | undefined): string {
  return interval ? percent(rate) : tooFew;
}

/** Wilson's interval of a share (Wilson 1927), as the server computes it; nothing for too few. */
export function wilson(part: number, whole: number): Range | null {
  if (whole < fewest) return null;
  const z = 1.959963984540054;
  const p = part / whole;
  const below = 1 + (z * z) / whole;
  const middle = (p + (z * z) / (2 * whole)) / below;
  const half = (z / below) * Math.sqrt((p * (1 - p)) / whole + (z * z) / (4 * whole * whole));
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

function number(share: number, digits: number): string {
  return new Intl.NumberFormat(undefined, { maximumFractionDigits: digits }).format(share * 100);
}
