/** Lines → the numbers and sentences about them. All functions are pure. */
import { showProperty } from "@/shared/filters/filters";
import { count, money, percent, plural } from "@/shared/format/format";
import { fewest } from "@/shared/statistics/rate";
import type { Bounds } from "@/shared/range/range";
import { hasAny, type Line, type Picture } from "./lines";
import { fullName, type Interval, type Series, type TrendQuestion } from "./question";

/** What a line comes to. `how` says what the number is: all of it, or one hour, day, week or month of it. */
export type KeyNumber = { value: number | null; how: "total" | "average" | "usual"; change?: Change; /** Nothing is compared: one of the two sides is too small. */ few?: true };
export type Change = { sign: "up" | "down" | "level"; words: string; chance: boolean };

export function keyNumber(line: Line, { drawn, covered }: Picture): KeyNumber {
  const now = drawn.map((i) => line.values[i] ?? null);
  const { kind } = line.series;
  const additive = kind === "count" || kind === "sum";
  const how = additive || line.distinct ? "total" : kind === "customers" || kind === "sessions" ? "average" : "usual";
  const total = (values: (number | null)[], distinct: number | undefined) => distinct ?? sum(values);
  const value = how === "total" ? total(line.values, line.distinct?.current) : how === "average" ? mean(numbers(now)) : median(numbers(now));
  // Of a property's values the page knows only the result, not how many they are.
  const few = (...sides: number[]) => !line.series.property && Math.min(...sides) < fewest;
  const half = now.length >> 1;
  if (!covered && half >= 2 && few(sum(now.slice(0, half)), sum(now.slice(-half)))) return { value, how, few: true };
  if (!covered) return { value, how, change: halves(now, how === "usual") };
  if (!line.before || value === null) return { value, how };
  if (few(line.distinct?.current ?? sum(line.values), line.distinct?.before ?? sum(line.before))) return { value, how, few: true };
  if (how === "total") {
    const past = total(line.before, line.distinct?.before);
    return { value, how, change: compare(value, past, totalStray(now, value) + totalStray(line.before, past), false) };
  }
  // The first and last of the range before may be parts, as they are of this one.
  const earlier = numbers(line.before.slice(1, -1));
  const past = how === "average" ? mean(earlier) : median(earlier);
  return { value, how, change: past === null ? undefined : compare(value, past, meanStray(numbers(now)) + meanStray(earlier), how === "usual") };
}

/** The second half against the first, where nothing is known from before the range. */
function halves(now: (number | null)[], isLevel: boolean): Change | undefined {
  const half = Math.floor(now.length / 2);
  if (half < 2) return undefined;
  const [first, second] = [numbers(now.slice(0, half)), numbers(now.slice(-half))];
  const [a, b] = isLevel ? [median(first), median(second)] : [mean(first), mean(second)];
  return a === null || b === null ? undefined : compare(b, a, meanStray(first) + meanStray(second), isLevel);
}

function compare(now: number, before: number, variance: number, isLevel: boolean): Change | undefined {
  if (before <= 0) return undefined;
  const share = (now - before) / before;
  if (Math.abs(share) < 0.005) return { sign: "level", words: "the same", chance: false };
  const sign = share > 0 ? "up" : "down";
  const [more, less] = isLevel ? ["higher", "lower"] : ["more", "less"];
  const words = share > 2 ? `${(now / before).toFixed(1)} times as ${isLevel ? "high" : "much"}` : `${percent(Math.abs(share), Math.abs(share) < 0.1 ? 1 : 0)} ${share > 0 ? more : less}`;
  return { sign, words, chance: Math.abs(now - before) <= 1.96 * Math.sqrt(variance) };
}

/** How much a mean strays by chance: its variance, from the values themselves. */
function meanStray(values: number[]): number {
  const middle = mean(values);
  if (middle === null || values.length < 3) return 0;
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1) / values.length;
}

/** The same of a total; of customers counted once it shrinks with what the days add up to. */
function totalStray(values: (number | null)[], total: number): number {
  const known = numbers(values);
  const middle = mean(known);
  return middle ? meanStray(known) * (total / middle) ** 2 : 0;
}

function numbers(values: (number | null)[]): number[] {
  return values.filter((value) => value !== null);
}

function sum(values: (number | null)[]): number {
  return numbers(values).reduce((all, value) => all + value, 0);
}

function mean(values: number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function median(values: number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  if (sorted.length === 0) return null;
  return sorted.length % 2 === 1 ? (sorted[half] ?? null) : ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2;
}

/** A value of a series as people read it. */
export function showNumber(value: number | null | undefined, series: Series, currency: string): string {
  if (value === null || value === undefined) return "–";
  if (series.property === "value") return money(value, currency);
  if (Number.isInteger(value) || Math.abs(value) >= 1000) return count(value);
  const digits = series.property ? 2 : 1;
  return new Intl.NumberFormat(undefined, { maximumFractionDigits: digits }).format(value);
}

/** What stands under a number: "a day on average". */
export function howWords(how: KeyNumber["how"], interval: Interval): string {
  if (how === "total") return "in all";
  return how === "average" ? `${interval === "hour" ? "an" : "a"} ${interval} on average` : `in a usual ${interval}`;
}

/** What a change is measured against. */
export function againstWords(covered: boolean, { from, to }: Bounds): string {
  if (!covered) return "in the second half than in the first";
  return `than in the ${plural(Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000), "day")} before`;
}

export function changeWords(change: Change, against: string): string {
  const text = change.sign === "level" ? `the same ${against.replace("than", "as")}` : change.words.includes(" as ") ? `${change.words} ${against.replace("than", "as")}` : `${change.words} ${against}`;
  return change.chance ? `${text}, within the usual ups and downs` : text;
}

type Told = { question: TrendQuestion; interval: Interval; bounds: Bounds; currency: string };

/** What the picture says, in a sentence or two. */
export function sentence(picture: Picture, { question, interval, bounds, currency }: Told): string {
  const told = picture.shown.filter(hasAny).slice(0, question.breakdown ? 2 : 3).map((line, place) => {
    const { value, how, change } = keyNumber(line, picture);
    const number = `${showNumber(value, line.series, currency)} ${howWords(how, interval)}`;
    // The range before is named once: it is the same for all.
    const compared = change ? `, ${changeWords(change, place === 0 ? againstWords(picture.covered, bounds) : "").replace(/ ,/, ",").trim()}` : "";
    return `${question.breakdown || place === 0 ? line.name : lowerFirst(line.name, line.series)}: ${number}${compared}`;
  });
  const split = question.breakdown && question.series[0] ? `${question.series.length === 1 ? `${fullName(question.series[0])} by` : "By"} ${lowered(showProperty(question.breakdown))}. ` : "";
  return `${split}${told.join("; ")}.${leftOut(picture, interval)}`;
}

function lowerFirst(name: string, { kind }: Series): string {
  return kind === "count" && name !== "Touchpoints" ? name : lowered(name);
}

function lowered(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** Says that the line ends before the range does, and why. */
function leftOut({ buckets, drawn }: Picture, interval: Interval): string {
  const last = buckets.length - 1;
  if (drawn.includes(last) || buckets[last]?.whole !== false) return "";
  return ` The present ${interval} is not over and stands in the table only.`;
}

/** Why the numbers are too small to say anything; undefined where they are not. */
export function tooLittle(picture: Picture, interval: Interval): string | undefined {
  const sums = picture.shown.filter(({ series }) => !series.property).map((line) => line.distinct?.current ?? numbers(line.values).reduce((sum, value) => sum + value, 0));
  const most = Math.max(...sums);
  if (sums.length > 0 && most < fewest) return `The highest of these lines rests on ${count(most)} in all: too few to tell a trend from chance.`;
  if (sums.length > 0) return undefined;
  const known = Math.max(0, ...picture.shown.map((line) => numbers(line.values).filter((value) => value !== 0).length));
  return known < 5 ? `Only ${plural(known, interval)} ${known === 1 ? "has" : "have"} a value: too few to tell a trend from chance.` : undefined;
}
