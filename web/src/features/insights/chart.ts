import type { Point } from "@/shared/insights/insights";

/** Where notes stand on the axis of days, from 0 to 1, each under its number in the list; those of other days stand nowhere. */
export function noteMarks(notes: { id: string; day: string }[], points: Point[]): { id: string; label: string; at: number }[] {
  return notes.flatMap(({ id, day }, i) => {
    const place = points.findIndex((point) => point.day === day);
    return place < 0 ? [] : [{ id, label: String(i + 1), at: place / Math.max(1, points.length - 1) }];
  });
}

/** The first and the last day that a chart shows. */
export function shownDays(points: Point[]): { from: string; to: string } | undefined {
  const [first, last] = [points[0], points.at(-1)];
  return first && last && { from: first.day, to: last.day };
}

export type Drawing = { band: string; line: string; marks: string[]; top: number };

/** Days → the band in which they were expected, the line of what came, and the days that the insight is about. */
export function drawing(points: Point[], from: string, to: string, width: number, height: number): Drawing {
  const top = Math.max(1, ...points.map(({ value, high }) => Math.max(value ?? 0, high))) * 1.05;
  const step = points.length > 1 ? width / (points.length - 1) : 0;
  const x = (i: number) => round(i * step);
  const y = (value: number) => round(height - (Math.max(0, value) / top) * height);
  const upper = points.map(({ high }, i) => `${x(i)} ${y(high)}`);
  const lower = points.map(({ low }, i) => `${x(i)} ${y(low)}`).reverse();
  let line = "";
  let pen = "M";
  points.forEach(({ value }, i) => {
    if (value === null || value === undefined) pen = "M";
    else {
      line += `${pen}${x(i)} ${y(value)}`;
      pen = "L";
    }
  });
  const marks = points.flatMap(({ day, value }, i) => (value !== null && value !== undefined && day >= from && day <= to ? [`M${x(i)} ${y(value)}h0`] : []));
  return { band: points.length > 0 ? `M${[...upper, ...lower].join("L")}Z` : "", line, marks, top };
}

function round(n: number): number {
  return Math.round(n * 100) / 100;
}
