/** Values → the path of a line in a box, from zero up, so that heights can be compared. */
export function sparkPath(values: number[], top: number, width: number, height: number): string {
  if (values.length === 0 || top <= 0) return "";
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  return values.map((value, i) => `${i === 0 ? "M" : "L"}${round(i * step)} ${round(height - (Math.max(0, value) / top) * height)}`).join("");
}

function round(n: number): number {
  return Math.round(n * 100) / 100;
}
