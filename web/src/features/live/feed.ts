import type { LiveEvent } from "@/shared/live/board";

export type { LiveEvent };

/** What the screen keeps: bounded, the newest first. */
export type Feed = {
  state: "connecting" | "connected" | "lost";
  shown: LiveEvent[];
  /** Came in while paused. */
  waiting: LiveEvent[];
  paused: boolean;
  missed: number;
};

export type Change =
  | { kind: "latest"; events: LiveEvent[] }
  | { kind: "event"; event: LiveEvent }
  | { kind: "missed"; count: number }
  | { kind: "connected" | "lost" | "pause" | "resume" };

export const most = 200;
export const begin: Feed = { state: "connecting", shown: [], waiting: [], paused: false, missed: 0 };

export function reduce(feed: Feed, change: Change): Feed {
  switch (change.kind) {
    case "latest":
      return { ...feed, shown: merge(feed.shown, change.events) };
    case "event":
      return feed.paused ? { ...feed, waiting: merge([change.event], feed.waiting) } : { ...feed, shown: merge([change.event], feed.shown) };
    case "missed":
      return { ...feed, missed: feed.missed + change.count };
    case "connected":
      return { ...feed, state: "connected" };
    case "lost":
      return { ...feed, state: "lost" };
    case "pause":
      return { ...feed, paused: true };
    case "resume":
      return { ...feed, paused: false, shown: merge(feed.waiting, feed.shown), waiting: [] };
  }
}

/** Newer before older, each once. */
function merge(newer: LiveEvent[], older: LiveEvent[]): LiveEvent[] {
  const known = new Set(newer.map((event) => event.message_id));
  return [...newer, ...older.filter((event) => !known.has(event.message_id))].slice(0, most);
}

/** The events that a text and a name leave. */
export function matching(events: LiveEvent[], text: string, name: string | null): LiveEvent[] {
  const wanted = text.trim().toLowerCase();
  return events.filter(
    (event) =>
      (name === null || event.event === name) &&
      (wanted === "" || [nameOf(event), event.page, event.customer_id, event.customer_name, event.country, event.device].some((part) => part?.toLowerCase().includes(wanted))),
  );
}

/** How an event is called on the screen: calls that are no touchpoints by their verb. */
export function nameOf(event: LiveEvent): string {
  if (event.event) return event.event;
  return { identify: "Said who they are", group: "Named their company", alias: "Changed their id" }[event.type as "identify"] ?? event.type;
}
