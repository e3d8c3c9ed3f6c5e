/** How high the drawing is in its own units. */
export const height = 150;
const padding = 26;

/** So many customers must be heard for a mood, as the server has it. */
export const fewestHeard = 10;

/** Where a mood from −1 to 1 lies in the drawing. */
export function heightOf(mood: number): number {
  return padding + ((1 - Math.max(-1, Math.min(1, mood))) / 2) * (height - 2 * padding);
}

/** A line through points that bends and never overshoots: horizontal at each of them. */
export function bend(points: { x: number; y: number }[]): string {
  return points.map(({ x, y }, i) => {
    const before = points[i - 1];
    if (!before) return `M${x},${y}`;
    const middle = (before.x + x) / 2;
    return `C${middle},${before.y} ${middle},${y} ${x},${y}`;
  }).join("");
}

/** A mood in a word. */
export function mood(mean: number | null): string {
  if (mean === null) return "too few to say";
  if (mean >= 0.5) return "very good";
  if (mean >= 0.15) return "good";
  if (mean > -0.15) return "mixed";
  return mean > -0.5 ? "bad" : "very bad";
}
