import type { Store } from "./storage";

export const sessionKey = "wend_session";
const pause = 30 * 60 * 1000;

/**
 * The visit, as a hint only (context.sessionId): the server cuts sessions by
 * itself, from all of a customer's devices. A visit ends when more than 30
 * minutes pass without a touchpoint; its id is the moment it began.
 */
export interface Session {
  /** The visit that a touchpoint at this moment belongs to; it may begin with it. */
  touch(now: number): number;
  /** The visit under way, which a call that is no touchpoint neither begins nor prolongs. */
  current(now: number): number | undefined;
  reset(): void;
}

export function createSession(store: Store): Session {
  const current = (now: number): number | undefined => {
    const [start, last] = (store.get(sessionKey) ?? "").split(".").map(Number);
    return start && last && now - last <= pause && now >= start ? start : undefined;
  };
  return {
    current,
    touch(now) {
      const start = current(now) ?? now;
      store.set(sessionKey, `${start}.${now}`);
      return start;
    },
    reset: () => store.remove(sessionKey),
  };
}
