// A page with a server behind it, for the tests: what was sent is what the
// server confirmed or was offered.
import { afterEach, beforeEach, vi } from "vitest";
import type { LoadOptions, Message, Wend } from "../wend";
import { createWend } from "../src/wend";

export interface Batch {
  url: string;
  writeKey: string;
  sentAt: string;
  batch: Message[];
  keepalive: boolean;
  receivedAt: number;
}

/** after: milliseconds on the way there. */
export type Answer = { status: number; headers?: Record<string, string>; body?: unknown; after?: number } | "no network";

const ok: Answer = { status: 200, body: { success: true } };

/** The server: what it was offered, and what it answers next. */
export class Server {
  offered: Batch[] = [];
  confirmed: Batch[] = [];
  next: Answer[] = [];
  always: Answer = ok;

  fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const answer = this.next.shift() ?? this.always;
    const batch: Batch = { ...JSON.parse(init.body as string), url, keepalive: !!init.keepalive, receivedAt: 0 };
    this.offered.push(batch);
    if (answer !== "no network" && answer.after) await new Promise((done) => setTimeout(done, answer.after));
    batch.receivedAt = Date.now();
    if (answer === "no network") throw new TypeError("Failed to fetch");
    if (answer.status === 200) this.confirmed.push(batch);
    return new Response(JSON.stringify(answer.body ?? {}), { status: answer.status, headers: answer.headers ?? {} });
  };

  /** Every confirmed message, in order. */
  get messages(): Message[] {
    return this.confirmed.flatMap(({ batch }) => batch);
  }
}

/** A page's own listeners end with it; jsdom's window lives on. */
function recordListeners(): () => void {
  const added: Array<[EventTarget, string, EventListenerOrEventListenerObject]> = [];
  const undo = [window, document].map((target) => {
    const original = target.addEventListener;
    target.addEventListener = function (this: EventTarget, type: string, listener: EventListenerOrEventListenerObject) {
      added.push([target, type, listener]);
      return original.call(target, type, listener);
    } as typeof original;
    return () => (target.addEventListener = original);
  });
  const { pushState, replaceState } = history;
  return () => {
    undo.forEach((restore) => restore());
    added.forEach(([target, type, listener]) => target.removeEventListener(type, listener));
    Object.assign(history, { pushState, replaceState });
  };
}

export function setup(): { server: () => Server; open: (options?: LoadOptions & { url?: string }) => Wend } {
  let server: Server;
  let close: () => void;
  const visit = (): void => {
    close = recordListeners();
  };
  beforeEach(() => {
    vi.useFakeTimers({ now: new Date("2026-03-01T10:00:00Z") });
    localStorage.clear();
    document.cookie.split("; ").forEach((cookie) => (document.cookie = `${cookie.split("=")[0]}=;path=/;max-age=0`));
    document.head.innerHTML = "<title>Shoes</title>";
    history.replaceState(null, "", "/shoes?size=42");
    server = new Server();
    vi.stubGlobal("fetch", server.fetch);
    vi.spyOn(Math, "random").mockReturnValue(1); // the longest pause
    visit();
  });
  afterEach(() => {
    close();
    vi.useRealTimers();
  });
  return {
    server: () => server,
    /** Loads a page: what the page before had in memory is gone. */
    open(options = {}) {
      close();
      const now = Date.now();
      vi.clearAllTimers(); // which sets the clock back, too
      vi.setSystemTime(now);
      visit();
      const { url, ...rest } = options;
      if (url) history.replaceState(null, "", url);
      const wend = createWend();
      wend.load("key", { host: "https://wend.example", page: false, ...rest });
      return wend;
    },
  };
}

export const seconds = (n: number): Promise<unknown> => vi.advanceTimersByTimeAsync(n * 1000);

export function hide(): void {
  vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
  document.dispatchEvent(new Event("visibilitychange"));
}
