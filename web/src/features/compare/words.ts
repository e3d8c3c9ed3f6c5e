import type { Schemas } from "@/shared/api/client";
import { compact, duration, money, percent } from "@/shared/format/format";

type Row = Schemas["CompareRow"];

/** A value of a row as people read it. */
export function valued(unit: Row["unit"], value: number, currency: string): string {
  switch (unit) {
    case "share":
      return percent(value, (value > 0 && value < 0.01) || (value > 0.99 && value < 1) ? 1 : 0);
    case "seconds":
      return duration(value);
    case "days":
      return `${compact(Math.round(value * 10) / 10)} d`;
    case "value":
      return money(value, currency);
    default:
      return compact(Math.round(value * 10) / 10);
  }
}

/** A difference with its sign: "+28 points". */
export function differenceOf(unit: Row["unit"], value: number, currency: string): string {
  const size = Math.abs(value);
  const sign = value < 0 ? "−" : "+";
  if (unit === "share") return `${sign}${compact(Math.round(size * (size < 0.01 ? 1000 : 100)) / (size < 0.01 ? 10 : 1))} points`;
  return `${sign}${valued(unit, size, currency)}`;
}

/** Where a difference lies with 95 % confidence: "24 to 32". */
export function spanOf(unit: Row["unit"], { low, high }: Schemas["Interval"], currency: string): string {
  const one = (value: number) => `${value < 0 ? "−" : ""}${unit === "share" ? compact(Math.round(Math.abs(value) * 1000) / 10) : valued(unit, Math.abs(value), currency)}`;
  return `${one(low)} to ${one(high)}`;
}

/** The most that half of a group have, with where that lies: "at most €42 (€38 to €45)". */
export function middle(unit: Row["unit"], { value, interval }: Schemas["CompareMedian"], currency: string): string {
  const most = valued(unit, value, currency);
  const span = [interval.low, interval.high].every((end) => valued(unit, end, currency) === most) ? "" : ` (${spanOf(unit, interval, currency)})`;
  return `${most.startsWith("under") ? most : `at most ${most}`}${span}`;
}

/** How great an effect is, by Cohen's words. */
export function greatness(effect: number): string {
  const size = Math.abs(effect);
  return size < 0.2 ? "slight" : size < 0.5 ? "small" : size < 0.8 ? "medium" : "large";
}

export const kinds = [
  { value: "all", label: "Everything" },
  { value: "event", label: "What they did" },
  { value: "metric", label: "How much" },
  { value: "property", label: "Who they are" },
] as const;

export type Kind = (typeof kinds)[number]["value"];

/** Rows by what can be said of them. */
export function sorted(rows: Row[]): { beyond: Row[]; chance: Row[]; few: Row[]; defining: Row[] } {
  return {
    beyond: rows.filter((row) => row.beyond_chance),
    chance: rows.filter((row) => !row.beyond_chance && row.enough && !row.defining),
    few: rows.filter((row) => !row.enough && !row.defining),
    defining: rows.filter((row) => row.defining),
  };
}
