import type { Schemas } from "@/shared/api/client";
import { type Filter, isComplete, operators } from "@/shared/filters/filters";

/** Checks of what came in through the address: anybody may have written it. */

export type Selector = { events: string[]; where: Filter[] };

export function readRecord(raw: unknown): Record<string, unknown> {
  return typeof raw === "object" && raw !== null && !Array.isArray(raw) ? (raw as Record<string, unknown>) : {};
}

export function readText(raw: unknown): string | undefined {
  return typeof raw === "string" && raw.trim() !== "" ? raw : undefined;
}

export function readList(raw: unknown, most = 20): unknown[] {
  return Array.isArray(raw) ? raw.slice(0, most) : [];
}

export function readOneOf<T extends string>(raw: unknown, choices: readonly T[]): T | undefined {
  return choices.find((choice) => choice === raw);
}

export function readWhole(raw: unknown, low: number, high: number): number | undefined {
  return typeof raw === "number" && Number.isInteger(raw) && raw >= low && raw <= high ? raw : undefined;
}

/** A span such as 7d, or nothing. */
export function readSpan(raw: unknown): string | undefined {
  return typeof raw === "string" && /^[1-9]\d{0,5}[smhdw]$/.test(raw) ? raw : undefined;
}

export function readFilters(raw: unknown): Filter[] {
  return readList(raw).flatMap((item) => {
    const { property, op, value } = readRecord(item);
    const known = operators.find((operator) => operator.value === op);
    if (typeof property !== "string" || !known) return [];
    return [known.takes === "none" ? { property, op: known.value } : { property, op: known.value, value }];
  });
}

/** Which events are meant: one `event`, or a list of `events`. */
export function readSelector(raw: unknown): Selector {
  const { event, events, where } = readRecord(raw);
  const names = [event, ...readList(events)].map(readText).filter((name) => name !== undefined);
  return { events: [...new Set(names)], where: readFilters(where) };
}

/** The filters that can be asked, in the shortest form. */
export function writeFilters(filters: Filter[]): Filter[] | undefined {
  const complete = filters.filter(isComplete);
  return complete.length > 0 ? complete : undefined;
}

/** A selector in the shortest form; undefined where it names no event. */
export function writeSelector({ events, where }: Selector): Schemas["Selector"] | undefined {
  const names = events.filter(Boolean);
  if (names.length === 0) return undefined;
  return { ...(names.length === 1 ? { event: names[0] } : { events: names }), ...keep("where", writeFilters(where)) };
}

/** The key with its value, or nothing where there is none. */
export function keep<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: V });
}
