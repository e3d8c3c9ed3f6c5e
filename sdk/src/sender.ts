import type { Message } from "../wend";
import type { Entry, Queue } from "./queue";

/** What browsers allow of requests that outlive their page is 64 KiB in all; a little is for the envelope. */
const outliving = 60000;
const batch = 100; // messages
const timeout = 30 * 1000; // milliseconds, like all below
const firstPause = 1000;
const longestPause = 60 * 1000;
const longestMove = 2000;
const longestOrder = 60 * 60 * 1000; // of a Retry-After

export interface Sender {
  add(message: Message): void;
  flush(): Promise<void>;
  /** The page may be gone after this: sends what it can in a request that outlives it. */
  leave(): void;
  /** The network is back: tries at once. */
  online(): void;
}

export interface SenderOptions {
  /** The batch endpoint. */
  url: string;
  writeKey: string;
  flushAt: number;
  flushInterval: number;
}

/** Milliseconds of a Retry-After header: seconds or a date. */
function order(header: string | null): number {
  if (!header) return 0;
  const wait = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Math.min(Math.max(wait, 0) || 0, longestOrder);
}

export function createSender(queue: Queue, options: SenderOptions): Sender {
  const { url, writeKey, flushAt, flushInterval } = options;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> | undefined;
  let failures = 0; // in a row
  let notBefore = 0; // the server asked to be left alone until then
  let most = batch;
  // The server moves a message by the time between sentAt and receipt, which is
  // the clock's error and the request's own duration. A slow request followed
  // by a quick one would so exchange neighbours; see sentAt.
  let latest = 0; // the time of the latest message offered so far
  let moved = 0; // by how much it may have been moved, at most

  const schedule = (delay: number): void => {
    clearTimeout(timer);
    timer = setTimeout(flush, delay);
  };

  /** How far sentAt is set back, so that these messages stay behind those that went before them. */
  const setBack = (entries: Entry[]): number => {
    const gap = Math.min(...entries.map(({ time }) => time)) - latest;
    return Math.max(0, Math.min(moved, longestMove) - Math.max(0, gap)) || 0;
  };

  const body = (entries: Entry[], sentAt: number): string =>
    `{"batch":[${entries.map(({ json }) => json).join()}],"writeKey":${JSON.stringify(writeKey)},"sentAt":"${new Date(sentAt).toISOString()}"}`;

  const giveUp = (entries: Entry[], reason: string): void => {
    console.error(`wend.js: ${entries.length} calls were not accepted: ${reason}`);
    queue.remove(entries);
  };

  /** True: the answer is final, whatever it is. False: try again later. */
  async function settled(response: Response, entries: Entry[]): Promise<boolean> {
    const { status } = response;
    if (status === 413 && entries.length > 1) {
      most = entries.length >> 1;
      return true;
    }
    if (response.ok) {
      queue.remove(entries);
      const { quarantined } = await response.json();
      if (quarantined) console.warn("wend.js: calls in quarantine:", quarantined);
      return true;
    }
    if (status === 401) giveUp(entries, "the write key is not known");
    else if (status === 400 || status === 413) giveUp(entries, `${status} ${await response.text()}`);
    else {
      notBefore = Date.now() + order(response.headers.get("Retry-After"));
      return false;
    }
    return true;
  }

  async function post(entries: Entry[], leaving = false): Promise<boolean> {
    const controller = new AbortController();
    const clock = setTimeout(() => controller.abort(), timeout);
    const room = outliving - queue.bytes(true);
    const mark = (flying: boolean): void => entries.forEach((entry) => (entry.flying = flying));
    const size = entries.reduce((bytes, entry) => bytes + entry.bytes, 0);
    const sentAt = Date.now() - setBack(entries);
    mark(true);
    let final = false;
    try {
      // A body of text/plain, the default of a string, needs no preflight.
      // The second try goes without keepalive, which may be what failed: other
      // scripts of the page use up the same allowance.
      const response = await fetch(url, {
        method: "POST",
        body: body(entries, sentAt),
        credentials: "omit",
        keepalive: (leaving || !failures) && size <= room,
        signal: controller.signal,
      });
      final = response.ok;
      final = await settled(response, entries);
    } catch {
      // no network, no server, or no readable answer: what was confirmed is
      // confirmed, the rest is tried again
    }
    clearTimeout(clock);
    mark(false);
    moved = Date.now() - sentAt;
    latest = Math.max(latest, ...entries.map(({ time }) => Math.min(time, sentAt) || 0));
    if (final) failures = 0;
    else {
      const pause = Math.min(firstPause * 2 ** failures++, longestPause) * (0.5 + Math.random() / 2);
      schedule(Math.max(pause, notBefore - Date.now()));
    }
    return final;
  }

  async function run(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    for (;;) {
      const wait = notBefore - Date.now();
      if (wait > 0) return schedule(wait);
      const entries = queue.take(most, outliving);
      if (!entries.length || !(await post(entries))) return;
    }
  }

  function flush(): Promise<void> {
    return (running =
      running ||
      run().finally(() => {
        running = undefined;
        if (!failures && timer === undefined && queue.count(false)) schedule(flushInterval);
      }));
  }

  if (queue.count(false)) schedule(0); // what an earlier page left

  return {
    add(message) {
      queue.add(message);
      if (failures || running) return; // it goes with the retry, or right behind what is under way
      if (queue.count(false) >= flushAt) void flush();
      else if (timer === undefined) schedule(flushInterval);
    },
    flush,
    leave() {
      if (notBefore > Date.now()) return;
      if ("keepalive" in Request.prototype) {
        const entries = queue.take(most, outliving - queue.bytes(true));
        if (entries.length) void post(entries, true);
        return;
      }
      // Nobody tells whether a beacon arrived: the next page sends these again, and they count once.
      const entries = queue.take(most, outliving);
      if (entries.length) navigator.sendBeacon(url, body(entries, Date.now()));
    },
    online() {
      failures = 0;
      if (queue.count(false)) void flush();
    },
  };
}
