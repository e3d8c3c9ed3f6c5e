import { describe, expect, it, vi } from "vitest";
import type { Wend } from "../wend";
import { seconds, setup } from "./page";

const { server, open } = setup();

async function said(call: (wend: Wend) => unknown): Promise<Record<string, unknown>> {
  const wend = open();
  call(wend);
  await wend.flush();
  const { messages } = server();
  expect(messages).toHaveLength(1);
  return messages[0] as unknown as Record<string, unknown>;
}

describe("verbs take Segment's arguments", () => {
  const context = { context: { ip: "1.2.3.4" } };
  const cases: Array<[string, (wend: Wend) => unknown, Record<string, unknown>]> = [
    ["track(event)", (w) => w.track("Signed Up"), { type: "track", event: "Signed Up", properties: {} }],
    ["track(event, properties)", (w) => w.track("Signed Up", { plan: "pro" }), { properties: { plan: "pro" } }],
    [
      "track(event, undefined, options)",
      (w) => w.track("Signed Up", undefined, context),
      { event: "Signed Up", properties: {}, context: { ip: "1.2.3.4" } },
    ],
    ["page()", (w) => w.page(), { type: "page", properties: { path: "/shoes" } }],
    ["page(name)", (w) => w.page("Shop"), { name: "Shop", properties: { name: "Shop", path: "/shoes" } }],
    [
      "page(category, name, properties)",
      (w) => w.page("Docs", "Install", { depth: 2 }),
      { category: "Docs", name: "Install", properties: { category: "Docs", name: "Install", depth: 2 } },
    ],
    [
      "page(null, name)",
      (w) => (w.page as (...args: unknown[]) => unknown)(null, "Shop"),
      { name: "Shop", properties: { name: "Shop" } },
    ],
    ["page(properties)", (w) => w.page({ depth: 2 }), { properties: { depth: 2, path: "/shoes" } }],
    [
      "page(properties about the page)",
      (w) => w.page({ path: "/virtual", title: "Virtual" }),
      { properties: { path: "/virtual", title: "Virtual" }, context: { page: { path: "/virtual", title: "Virtual" } } },
    ],
    ["screen(name)", (w) => w.screen("Cart"), { type: "screen", name: "Cart" }],
    [
      "identify(id, traits)",
      (w) => w.identify("42", { plan: "pro" }),
      { type: "identify", userId: "42", traits: { plan: "pro" } },
    ],
    ["identify(number)", (w) => w.identify(42), { userId: "42" }],
    ["identify(traits)", (w) => w.identify({ plan: "pro" }), { type: "identify", traits: { plan: "pro" } }],
    [
      "identify(null, traits, options)",
      (w) => (w.identify as (...args: unknown[]) => unknown)(null, { plan: "pro" }, context),
      { traits: { plan: "pro" }, context: { ip: "1.2.3.4" } },
    ],
    [
      "group(id, traits)",
      (w) => w.group("acme", { size: 7 }),
      { type: "group", groupId: "acme", traits: { size: 7 } },
    ],
    ["alias(id, previous)", (w) => w.alias("42", "7"), { type: "alias", userId: "42", previousId: "7" }],
    [
      "alias(id, options)",
      (w) => w.alias("42", context),
      { type: "alias", userId: "42", context: { ip: "1.2.3.4" } },
    ],
  ];
  it.each(cases)("%s", async (_, call, expected) => {
    expect(await said(call)).toMatchObject(expected);
  });

  it("takes options for one call", async () => {
    const message = await said((w) =>
      w.track("Signed Up", {}, {
        timestamp: new Date("2026-02-28T00:00:00Z"),
        messageId: "mine",
        anonymousId: "a",
        userId: "u",
        integrations: { All: false },
        context: { page: { title: "Other" } },
        campaign: { name: "spring" }, // Segment's older form: straight into the context
      }),
    );
    expect(message).toMatchObject({
      timestamp: "2026-02-28T00:00:00.000Z",
      messageId: "mine",
      anonymousId: "a",
      userId: "u",
      integrations: { All: false },
      context: { page: { title: "Other", path: "/shoes" }, campaign: { name: "spring" } },
    });
    expect(message.properties).toEqual({});
  });

  it("sets the time itself where the one given cannot be read", async () => {
    expect(await said((w) => w.track("X", {}, { timestamp: "yesterday-ish" }))).toMatchObject({
      timestamp: "2026-03-01T10:00:00.000Z",
    });
  });

  it("calls back and resolves with the message, wherever the function stands", async () => {
    const wend = open();
    const heard: string[] = [];
    wend.track("A", (message) => heard.push(message.event as string));
    wend.track("B", {}, (message) => heard.push(message.event as string));
    const message = await wend.track("C", {}, {}, (message) => heard.push(message.event as string));
    expect(message.event).toBe("C");
    await seconds(0);
    expect(heard).toEqual(["A", "B", "C"]);
  });

  it("gives alias the visitor known so far as the previous one", async () => {
    const wend = open();
    const anonymous = wend.user().anonymousId();
    wend.alias("42");
    wend.identify("42");
    wend.alias("43");
    await wend.flush();
    expect(server().messages.map(({ previousId }) => previousId)).toEqual([anonymous, undefined, "42"]);
  });

  it("gives every message an id of its own", async () => {
    const wend = open();
    for (let i = 0; i < 200; i++) wend.track("A");
    await wend.flush();
    expect(new Set(server().messages.map(({ messageId }) => messageId)).size).toBe(200);
    expect(server().messages[0]?.messageId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it("never throws into the page", async () => {
    const silent = vi.spyOn(console, "error").mockImplementation(() => {});
    const wend = open();
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    expect(() => wend.track("A", circular)).not.toThrow();
    wend.track("B");
    await wend.flush();
    expect(server().messages.map(({ event }) => event)).toEqual(["B"]);
    expect(silent).toHaveBeenCalled();
  });
});

describe("consent", () => {
  it("is told by a call that is no touchpoint, in Segment's form, and once only", async () => {
    const wend = open();
    wend.consent({ email_marketing: true, push: false });
    wend.page();
    await wend.flush();
    const [told, after] = server().messages;
    expect(told).toMatchObject({
      type: "identify",
      context: { consent: { categoryPreferences: { email_marketing: true, push: false } } },
    });
    expect(after?.context.consent).toBeUndefined();
  });
});

describe("before the write key is known", () => {
  it("keeps the calls, in order", async () => {
    const { createWend } = await import("../src/wend");
    open(); // clears what the page before left
    const wend = createWend();
    const ready = vi.fn();
    wend.ready(ready);
    wend.identify("42");
    wend.track("A");
    await seconds(5);
    expect(server().offered).toEqual([]);
    expect(ready).not.toHaveBeenCalled();
    wend.load("late", { host: "https://wend.example/", page: false });
    await wend.flush();
    expect(ready).toHaveBeenCalledOnce();
    expect(server().offered[0]).toMatchObject({ url: "https://wend.example/v1/batch", writeKey: "late" });
    expect(server().messages.map(({ type }) => type)).toEqual(["identify", "track"]);
  });
});
