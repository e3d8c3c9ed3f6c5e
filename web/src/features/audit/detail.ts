type Detail = Record<string, unknown>;

const isObject = (value: unknown): value is Detail => typeof value === "object" && value !== null && !Array.isArray(value);

const word = (key: string) => key.replaceAll("_", " ");

function say(value: unknown): string {
  if (value === null || value === undefined || value === "") return "nothing";
  if (Array.isArray(value)) return value.every((v) => typeof v !== "object") ? value.map(say).join(", ") || "nothing" : `${value.length} ${value.length === 1 ? "entry" : "entries"}`;
  if (isObject(value)) return Object.entries(value).map(([key, inner]) => `${word(key)}: ${say(inner)}`).join("; ");
  if (value === true) return "yes";
  if (value === false) return "no";
  return String(value).replaceAll("_", " ");
}

/** What an entry of the audit log tells beside who did what: one line for each thing. */
export function detailLines(detail: unknown): string[] {
  if (!isObject(detail)) return [];
  if (isObject(detail.before) && isObject(detail.after)) {
    const { before, after } = detail;
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.map((key) => (key in after ? `${word(key)}: ${say(before[key])} → ${say(after[key])}` : `${word(key)}: ${say(before[key])}`));
  }
  return Object.entries(detail).filter(([, value]) => value !== null).map(([key, value]) => `${word(key)}: ${say(value)}`);
}
