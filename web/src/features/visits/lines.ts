import type { Schemas } from "@/shared/api/client";
import type { People } from "@/shared/people/people";
import { between, count, percent } from "@/shared/format/format";

export type Line = Schemas["VisitsLine"];
export type Rate = Schemas["VisitsRate"];
type Did = NonNullable<Schemas["VisitsWho"]["did"]>;

/** The people behind a line's number. */
export type Behind = (line: Line, did?: Did) => People;

/** What lines can be compared by. Of bounces, fewer are better. */
export const measures = {
  conversion: { name: "Conversion", did: "converted", good: 1, of: (line: Line) => line.conversion_rate, count: (line: Line) => line.converted, words: "of visits convert" },
  engagement: { name: "Engagement", did: "engaged", good: 1, of: (line: Line) => line.engagement_rate, count: (line: Line) => line.engaged, words: "of visits are engaged" },
  bounce: { name: "Bounces", did: "bounced", good: -1, of: (line: Line) => line.bounce_rate, count: (line: Line) => line.bounces, words: "of visits bounce" },
} as const satisfies Record<string, { name: string; did: Did; good: 1 | -1; of: (line: Line) => Rate | null; count: (line: Line) => number; words: string }>;
export type Measure = keyof typeof measures;

/** What a line is called. */
export function lineName(line: Line, none: string): string {
  if (line.name === null || line.name === undefined || line.name === "") return none;
  return line.name === "(other)" ? "All others" : String(line.name);
}

/** Whether a rate differs from the site's beyond chance: 1 for better, -1 for worse, 0 for neither. */
export function verdict(rate: Rate | null, good: 1 | -1): -1 | 0 | 1 {
  const difference = rate?.difference;
  if (!difference || (difference.low <= 0 && difference.high >= 0)) return 0;
  return difference.difference * good > 0 ? 1 : -1;
}

/** "3.1 points above the site", with where the difference lies. */
export function differenceInWords(rate: Rate | null): string {
  const difference = rate?.difference;
  if (!difference) return "too little to compare with";
  const points = (share: number) => (Math.abs(share) * 100).toFixed(1);
  const side = (share: number) => `${share < 0 ? "−" : "+"}${points(share)}`;
  return `${points(difference.difference)} points ${difference.difference < 0 ? "below" : "above"} the site (${side(difference.low)} to ${side(difference.high)})`;
}

/** How far the drawing reaches to each side: the farthest whisker, but not one that would make the others vanish. */
export function reach(lines: Line[], measure: Measure): number {
  const ends = lines.flatMap((line) => {
    const difference = measures[measure].of(line)?.difference;
    return difference ? [Math.max(Math.abs(difference.low), Math.abs(difference.high))] : [];
  }).sort((a, b) => a - b);
  const usual = ends[Math.floor((ends.length - 1) * 0.8)] ?? 0.01;
  return Math.max(0.005, Math.min(ends.at(-1) ?? 0.01, usual * 2));
}

/** What the table says: how the site does, and who stands out beyond chance. */
export function inOneSentence(answer: Schemas["VisitsAnswer"], measure: Measure, none: string): string {
  const { of, words, good } = measures[measure];
  const site = of(answer.site);
  if (!site) return `There were only ${count(answer.site.sessions)} visits in these days.`;
  const parts = [`${percent(site.rate)} ${words} (${between(site)} with 95% confidence)`];
  const lines = (answer.lines ?? []).filter(({ name }) => name !== "(other)" && name !== null && name !== undefined);
  const surest = (side: 1 | -1) => lines.filter((line) => verdict(of(line), good) === side).sort((a, b) => Math.abs(of(b)?.difference?.difference ?? 0) * b.sessions - Math.abs(of(a)?.difference?.difference ?? 0) * a.sessions)[0];
  const [best, worst] = [surest(1), surest(-1)];
  const said = (line: Line) => `${lineName(line, none)} at ${percent(of(line)?.rate ?? 0)}`;
  if (best) parts.push(`clearly better is ${said(best)}`);
  if (worst) parts.push(`clearly worse is ${said(worst)}`);
  if (!best && !worst) parts.push("nothing differs from it beyond chance");
  return `${parts.join("; ")}.`;
}
