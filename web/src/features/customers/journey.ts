import type { Session, Touchpoint } from "./queries";

/** How a touchpoint moved its customer through the stages. */
export type Move = { stage: string; way: "begins" | "forward" | "back" };

/** The events whose value a customer is worth; other values are only spoken of. */
const earning = new Set(["Order Completed", "Order Refunded", "Subscription Started", "Subscription Renewed"]);

export function earns(touchpoint: Touchpoint): boolean {
  return touchpoint.value !== null && earning.has(touchpoint.event);
}

/**
 * Sessions of several pages in one list, newest first. A page ends after so many
 * touchpoints, also in the middle of a session, whose earlier ones then come on
 * the next page under the same id.
 */
export function joinPages(pages: { items: Session[] | null }[]): Session[] {
  const joined = new Map<string, Session>();
  for (const session of pages.flatMap((page) => page.items ?? [])) {
    const before = joined.get(session.id);
    const touchpoints = [...(session.touchpoints ?? []), ...(before?.touchpoints ?? [])];
    joined.set(session.id, { ...(before ?? session), touchpoints: unique(touchpoints) });
  }
  return [...joined.values()];
}

/** New events between two requests move the border of the pages: none is shown twice. */
function unique(touchpoints: Touchpoint[]): Touchpoint[] {
  const seen = new Set<string>();
  return touchpoints.filter(({ message_id }) => !seen.has(message_id) && seen.add(message_id));
}

/**
 * Where the stage changed, by message id. The oldest touchpoint is a beginning
 * only when nothing comes before it.
 */
export function stageMoves(sessions: Session[], order: string[], complete: boolean): Map<string, Move> {
  const moves = new Map<string, Move>();
  let before: string | null | undefined = complete ? null : undefined;
  for (const session of sessions.toReversed()) {
    for (const touchpoint of session.touchpoints ?? []) {
      const stage = touchpoint.stage;
      if (stage && before !== undefined && stage !== before) {
        const way = before === null ? "begins" : order.indexOf(stage) > order.indexOf(before) ? "forward" : "back";
        moves.set(touchpoint.message_id, { stage, way });
      }
      before = stage ?? before;
    }
  }
  return moves;
}

/** Whether a session's first touchpoints are still to be loaded. */
export function isCut(session: Session): boolean {
  const first = session.touchpoints?.[0];
  return first !== undefined && new Date(first.time).getTime() > new Date(session.start).getTime();
}

/** The devices of a session, each once. */
export function devices(session: Session): string[] {
  return [...new Set((session.touchpoints ?? []).flatMap(({ device }) => device ?? []))];
}

export function lengthInSeconds(session: Session): number {
  return (new Date(session.end).getTime() - new Date(session.start).getTime()) / 1000;
}

/** What lies between two sessions, in words: "11 days earlier". */
export function gap(earlier: Session, later: Session): string {
  const seconds = Math.max(0, (new Date(later.start).getTime() - new Date(earlier.end).getTime()) / 1000);
  const units: [string, number][] = [["month", 2_629_800], ["week", 604_800], ["day", 86_400], ["hour", 3_600], ["minute", 60]];
  for (const [name, size] of units) {
    // Two weeks read better as 14 days, ten months better as months.
    const enough = name === "month" || name === "week" ? 3 * size : size;
    if (seconds >= enough) {
      const n = Math.round(seconds / size);
      return `${n} ${name}${n === 1 ? "" : "s"} earlier`;
    }
  }
  return "moments earlier";
}

/** When a session began, as people say it: "Today, 13:02", "Sat, 14 Nov, 13:02". */
export function sessionTime(start: string, zone: string, now: number = Date.now()): string {
  const date = new Date(start);
  const dayOf = (time: Date | number) => new Date(time).toLocaleDateString("en-CA", { timeZone: zone });
  const hour = date.toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit", timeZone: zone });
  if (dayOf(date) === dayOf(now)) return `Today, ${hour}`;
  if (dayOf(date) === dayOf(now - 86_400_000)) return `Yesterday, ${hour}`;
  const sameYear = dayOf(date).slice(0, 4) === dayOf(now).slice(0, 4);
  const day = date.toLocaleDateString(undefined, { weekday: "short", day: "numeric", month: "short", ...(!sameYear && { year: "numeric" }), timeZone: zone });
  return `${day}, ${hour}`;
}

/** What an event was about: the product, the words searched for, the category. */
export function subject({ type, properties }: Pick<Touchpoint, "type" | "properties">): string | null {
  if (type !== "track" || !isRecord(properties)) return null;
  const get = (key: string) => (typeof properties[key] === "string" && properties[key] !== "" ? properties[key] : null);
  const query = get("query");
  if (query) return `“${query}”`;
  const order = get("order_id");
  return get("name") ?? get("product_name") ?? (order ? `order ${order}` : null) ?? get("category") ?? get("metric") ?? get("promotion_name");
}

export type Row = { name: string; value: string };

/** Properties as rows to read. What lies inside others keeps its path. */
export function propertyRows(properties: unknown, prefix = ""): Row[] {
  if (!isRecord(properties)) return [];
  return Object.entries(properties).flatMap(([key, value]): Row[] => {
    const name = prefix ? `${prefix}.${key}` : key;
    if (isRecord(value) && Object.keys(value).length > 0) return propertyRows(value, name);
    return [{ name, value: shown(value) }];
  });
}

function shown(value: unknown): string {
  if (value === null || value === "") return "–";
  if (typeof value === "string") return value;
  if (Array.isArray(value) && value.every((item) => typeof item !== "object" || item === null)) return value.map(shown).join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
