import { describe, expect, it, vi } from "vitest";
import { mostBytes, mostMessages } from "../src/queue";
import { hide, seconds, setup } from "./page";

const { server, open } = setup();
const names = (): unknown[] => server().messages.map(({ event }) => event);

describe("batches", () => {
  it("go a second after the first call", async () => {
    const wend = open();
    wend.track("A");
    await seconds(0.5);
    wend.track("B");
    await seconds(0.499);
    expect(server().offered).toEqual([]);
    await seconds(0.001);
    expect(server().offered).toHaveLength(1);
    expect(server().offered[0]).toMatchObject({
      url: "https://wend.example/v1/batch",
      writeKey: "key",
      sentAt: "2026-03-01T10:00:01.000Z",
      keepalive: true,
    });
    expect(names()).toEqual(["A", "B"]);
    expect(server().messages[1]?.timestamp).toBe("2026-03-01T10:00:00.500Z");
  });

  it("go at once when there are twenty", async () => {
    const wend = open();
    for (let i = 0; i < 20; i++) wend.track(`${i}`);
    await seconds(0);
    expect(names()).toHaveLength(20);
  });

  it("hold at most 100 calls and what a request that outlives its page may hold", async () => {
    const wend = open({ flushAt: 1000 });
    for (let i = 0; i < 250; i++) wend.track(`${i}`);
    await wend.flush();
    expect(server().offered.map(({ batch }) => batch.length)).toEqual([100, 100, 50].map((n) => expect.toSatisfy((m) => m <= n)));
    expect(names()).toEqual(Array.from({ length: 250 }, (_, i) => `${i}`));
    for (let i = 0; i < 9; i++) wend.track("big", { text: "ä".repeat(10000) });
    await wend.flush();
    const sizes = server().offered.map((batch) => new TextEncoder().encode(JSON.stringify(batch)).length);
    expect(Math.max(...sizes)).toBeLessThan(65536);
    expect(names()).toHaveLength(259);
  });

  it("take a call of any size, without keepalive", async () => {
    const wend = open();
    wend.track("huge", { text: "x".repeat(100000) });
    await wend.flush();
    expect(server().offered[0]?.keepalive).toBe(false);
    expect(names()).toEqual(["huge"]);
  });

  it("are halved until the server takes them", async () => {
    server().next = [{ status: 413 }, { status: 413 }];
    const wend = open();
    for (const event of ["A", "B", "C", "D"]) wend.track(event);
    await wend.flush();
    expect(server().offered.map(({ batch }) => batch.length)).toEqual([4, 2, 1, 1, 1, 1]);
    expect(names()).toEqual(["A", "B", "C", "D"]);
  });

  it("that cannot be taken are given up, said so, and do not block what follows", async () => {
    const error = vi.spyOn(console, "error").mockImplementation(() => {});
    for (const status of [400, 401, 413]) {
      server().next = [{ status }];
      const wend = open();
      wend.track(`${status}`);
      await wend.flush();
      wend.track(`after ${status}`);
      await wend.flush();
    }
    expect(names()).toEqual(["after 400", "after 401", "after 413"]);
    expect(error).toHaveBeenCalledTimes(3);
  });

  it("tell the developer what went to quarantine", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const quarantined = [{ index: 0, reason: "too large" }];
    server().next = [{ status: 200, body: { success: true, quarantined } }];
    const wend = open();
    wend.track("A");
    await wend.flush();
    expect(warn.mock.calls[0]).toContainEqual(quarantined);
  });
});

describe("sentAt", () => {
  // as the server reckons: receivedAt - (sentAt - timestamp)
  const stored = (): Array<[unknown, number]> =>
    server()
      .confirmed.flatMap(({ batch, sentAt, receivedAt }) =>
        batch.map(({ event, timestamp }): [unknown, number] => [event, receivedAt - (Date.parse(sentAt) - Date.parse(timestamp))]),
      )
      .sort(([, a], [, b]) => a - b);

  it("keeps the order of calls when a slow request is followed by quick ones", async () => {
    server().next = [{ status: 200, after: 1900 }, { status: 200, after: 100 }, { status: 200, after: 0 }];
    const wend = open();
    wend.track("A");
    await seconds(0.99);
    wend.track("B");
    await seconds(0.02); // the request is on its way
    wend.track("C");
    await seconds(0.5);
    wend.track("D");
    await seconds(4);
    wend.track("E");
    await seconds(4);
    expect(server().confirmed).toHaveLength(3);
    expect(stored().map(([event]) => event)).toEqual(["A", "B", "C", "D", "E"]);
  });

  it("is the time of sending where nothing slow went before", async () => {
    server().next = [{ status: 200, after: 3000 }];
    const wend = open();
    wend.track("A");
    await seconds(10);
    wend.track("B");
    await seconds(1);
    expect(server().offered[1]?.sentAt).toBe("2026-03-01T10:00:11.000Z");
    expect(stored()[1]).toEqual(["B", Date.parse("2026-03-01T10:00:10Z")]);
  });

  it("moves nothing by more than two seconds, however busy the page is", async () => {
    server().always = { status: 200, after: 300 };
    const wend = open();
    for (let i = 0; i < 400; i++) {
      wend.track("A");
      await seconds(0.01);
    }
    await seconds(5);
    const moves = server().confirmed.map(({ sentAt, receivedAt }) => receivedAt - Date.parse(sentAt));
    expect(Math.max(...moves)).toBeLessThanOrEqual(2300);
    wend.track("B");
    await seconds(2);
    const last = server().confirmed.at(-1) as { sentAt: string; receivedAt: number };
    expect(last.receivedAt - Date.parse(last.sentAt)).toBe(300);
  });

  it("is not led astray by a time that the caller gave", async () => {
    server().next = [{ status: 200, after: 300 }];
    const wend = open();
    wend.track("A", {}, { timestamp: "2030-01-01T00:00:00Z" });
    await seconds(5);
    wend.track("B", {}, { timestamp: "1999-01-01T00:00:00Z" });
    await wend.flush();
    const { sentAt, receivedAt } = server().offered[1] as { sentAt: string; receivedAt: number };
    expect(receivedAt - Date.parse(sentAt)).toBeLessThanOrEqual(300);
  });
});

describe("trying again", () => {
  it("waits twice as long each time, up to a minute, with the same message id and a new sentAt", async () => {
    server().always = "no network";
    const wend = open();
    wend.track("A");
    await seconds(1);
    let offered = 1;
    for (const pause of [1, 2, 4, 8, 16, 32, 60, 60]) {
      await seconds(pause - 0.001);
      expect(server().offered).toHaveLength(offered);
      await seconds(0.001);
      expect(server().offered).toHaveLength(++offered);
    }
    server().always = { status: 200 };
    await seconds(60);
    expect(names()).toEqual(["A"]);
    expect(new Set(server().offered.map(({ batch }) => batch[0]?.messageId)).size).toBe(1);
    expect(new Set(server().offered.map(({ sentAt }) => sentAt)).size).toBe(server().offered.length);
    await seconds(600);
    expect(server().offered).toHaveLength(offered + 1);
  });

  it("spreads the visitors: the pause is between half and all of it", async () => {
    vi.mocked(Math.random).mockReturnValue(0);
    server().next = ["no network"];
    open().track("A");
    await seconds(1.499);
    expect(server().offered).toHaveLength(1);
    await seconds(0.001);
    expect(names()).toEqual(["A"]);
  });

  it.each([429, 503])("leaves the server alone for as long as it asks (%d)", async (status) => {
    server().next = [{ status, headers: { "Retry-After": "120" } }];
    const wend = open();
    wend.track("A");
    await seconds(1);
    for (let i = 0; i < 30; i++) wend.track("more");
    await wend.flush();
    hide();
    dispatchEvent(new Event("online"));
    await seconds(119.9);
    expect(server().offered).toHaveLength(1);
    await seconds(0.2);
    expect(names()).toHaveLength(31);
  });

  it("understands a date, and no nonsense, in Retry-After", async () => {
    server().next = [
      { status: 503, headers: { "Retry-After": "Sun, 01 Mar 2026 10:01:00 GMT" } },
      { status: 503, headers: { "Retry-After": "soon" } },
    ];
    open().track("A");
    await seconds(58.9);
    expect(server().offered).toHaveLength(1);
    await seconds(1.2);
    expect(server().offered).toHaveLength(2);
    await seconds(2);
    expect(names()).toEqual(["A"]);
  });

  it("does so at once when the network is back", async () => {
    server().always = "no network";
    open().track("A");
    await seconds(300);
    server().always = { status: 200 };
    dispatchEvent(new Event("online"));
    await seconds(0);
    expect(names()).toEqual(["A"]);
  });

  it("does not hurry because calls pile up meanwhile", async () => {
    server().always = "no network";
    const wend = open();
    for (let i = 0; i < 100; i++) wend.track(`${i}`);
    await seconds(0);
    expect(server().offered).toHaveLength(1);
    server().always = { status: 200 };
    await seconds(1);
    expect(names()).toEqual(Array.from({ length: 100 }, (_, i) => `${i}`));
  });

  it("gives up on an answer that does not come", async () => {
    let hanging = 0;
    vi.stubGlobal("fetch", (url: string, init: RequestInit) => {
      if (hanging++) return server().fetch(url, init);
      return new Promise((_, reject) => init.signal?.addEventListener("abort", () => reject(new DOMException("", "AbortError"))));
    });
    open().track("A");
    await seconds(32.1);
    expect(names()).toEqual(["A"]);
  });

  it("loses nothing that is called right when a batch is done", async () => {
    const wend = open();
    wend.track("A");
    void wend.flush().then(() => wend.track("C"));
    void Promise.resolve().then(() => wend.track("B"));
    await seconds(5);
    expect([...names()].sort()).toEqual(["A", "B", "C"]);
  });
});

describe("leaving", () => {
  it.each(["pagehide", "visibilitychange"])("sends what waits in a request that outlives the page (%s)", async (how) => {
    open().track("A");
    if (how === "pagehide") dispatchEvent(new Event("pagehide"));
    else hide();
    await seconds(0);
    expect(server().offered[0]?.keepalive).toBe(true);
    expect(names()).toEqual(["A"]);
  });

  it("does so even while it waits to try again", async () => {
    server().next = ["no network"];
    open().track("A");
    await seconds(1);
    hide();
    await seconds(0);
    expect(server().offered.map(({ keepalive }) => keepalive)).toEqual([true, true]);
    expect(names()).toEqual(["A"]);
  });

  it("does not send again what is under way", async () => {
    const wend = open();
    wend.track("A");
    void wend.flush();
    wend.track("B");
    hide();
    dispatchEvent(new Event("pagehide"));
    await seconds(5);
    expect(server().offered.map(({ batch }) => batch.map(({ event }) => event))).toEqual([["A"], ["B"]]);
  });

  it("uses a beacon where requests cannot outlive the page, and the next page makes sure", async () => {
    class OldRequest {}
    vi.stubGlobal("Request", OldRequest);
    const beacons: string[] = [];
    Object.assign(navigator, { sendBeacon: (_: string, body: string) => beacons.push(body) });
    open().track("A");
    hide();
    expect(JSON.parse(beacons[0] as string)).toMatchObject({ writeKey: "key", batch: [{ event: "A" }] });
    open();
    await seconds(1);
    expect(server().messages[0]?.messageId).toBe(JSON.parse(beacons[0] as string).batch[0].messageId);
  });
});

describe("the queue on the device", () => {
  it("is taken up by the next page, with the same message ids, and emptied when confirmed", async () => {
    server().always = "no network";
    const wend = open();
    const one = await wend.track("A");
    const two = await wend.track("B");
    await seconds(100);
    server().always = { status: 200 };
    open();
    await seconds(0);
    expect(server().messages.map(({ messageId }) => messageId)).toEqual([one.messageId, two.messageId]);
    open();
    await seconds(100);
    expect(server().confirmed).toHaveLength(1);
    expect(localStorage.getItem("wend_queue_key")).toBeNull();
  });

  it.each([
    ["number", mostMessages + 50, 0],
    ["size", 60, 5000],
  ])("is bounded by %s: the oldest go", async (_, calls, length) => {
    server().always = "no network";
    const wend = open();
    for (let i = 0; i < calls; i++) wend.track(`${i}`, { text: "ä".repeat(length) });
    await seconds(0);
    const kept = localStorage.getItem("wend_queue_key") as string;
    expect(kept.length).toBeLessThanOrEqual(mostBytes);
    expect(kept.length).toBeGreaterThan(mostBytes * 0.7);
    server().always = { status: 200 };
    open();
    await seconds(1);
    expect(names().length).toBeLessThanOrEqual(mostMessages);
    const first = Number(names()[0]);
    expect(names()).toEqual(Array.from({ length: calls - first }, (_, i) => `${first + i}`));
  });

  it("survives what others have written in its place", async () => {
    for (const text of ["", "{", "null", "7", '{"a":1}', '[1,null,{"a":1}]']) {
      localStorage.setItem("wend_queue_key", text);
      const wend = open();
      wend.track(text);
      await wend.flush();
    }
    expect(names()).toHaveLength(6);
    expect(localStorage.getItem("wend_queue_key")).toBeNull();
  });

  it("is no obstacle when it is full", async () => {
    vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
      throw new DOMException("full", "QuotaExceededError");
    });
    const wend = open();
    wend.track("A");
    await wend.flush();
    expect(names()).toEqual(["A"]);
  });

  it("is shared by tabs without one undoing the other's", async () => {
    server().always = "no network";
    const here = open();
    here.track("A");
    await here.flush();
    // another tab, with its own memory
    const kept = JSON.parse(localStorage.getItem("wend_queue_key") as string);
    localStorage.setItem("wend_queue_key", JSON.stringify([...kept, { ...kept[0], messageId: "other", event: "B" }]));
    server().always = { status: 200 };
    await seconds(1);
    expect(names()).toEqual(["A"]);
    expect(JSON.parse(localStorage.getItem("wend_queue_key") as string)).toMatchObject([{ event: "B" }]);
  });
});
