// What is not kept, not sent, and not before it is allowed.
import { describe, expect, it, vi } from "vitest";
import channels from "../../internal/event/channel.go?raw";
import { withoutClickIds } from "../src/privacy";
import { hide, seconds, setup } from "./page";

const { server, open } = setup();
const stored = (): string[] => [...Object.keys(localStorage), ...document.cookie.split("; ").filter(Boolean)];
const events = (): Array<string | undefined> => server().messages.map(({ event, type }) => event ?? type);
const askForPrivacy = (): void => void Object.defineProperty(navigator, "globalPrivacyControl", { value: true, configurable: true });
const stopAsking = (): boolean => Reflect.deleteProperty(navigator, "globalPrivacyControl");

describe('storage "none"', () => {
  it("keeps nothing on the device and lets the server find the visitor", async () => {
    open().identify("before"); // another configuration has left something
    document.cookie = "wend_anonymous_id=old;path=/";
    server().always = "no network";
    const wend = open({ storage: "none", page: true });
    await seconds(1);
    wend.track("A");
    wend.consent({ analytics: true });
    await wend.flush();
    expect(stored()).toEqual([]);
    expect(wend.user().anonymousId()).toBe("");
    const told = server().offered.at(-1)?.batch ?? [];
    expect(told.map(({ anonymousId, userId, context }) => [anonymousId, userId, context.cookieless])).toEqual(
      told.map(() => [undefined, undefined, true]),
    );
    expect(told.length).toBeGreaterThan(1);
  });

  it("names a user who signs in, on this page only", async () => {
    const wend = open({ storage: "none" });
    wend.identify("42");
    wend.track("A");
    await wend.flush();
    expect(server().messages.map(({ userId, anonymousId }) => [userId, anonymousId])).toEqual([["42", undefined], ["42", undefined]]);
    const next = open({ storage: "none" });
    expect(next.user().id()).toBeNull();
    next.identify("42");
    next.reset();
    next.identify("43");
    expect(next.user().anonymousId()).toBe("");
  });

  it("keeps an anonymous id of the site's own for this page", async () => {
    const wend = open({ storage: "none" });
    wend.setAnonymousId("mine");
    wend.track("A");
    await wend.flush();
    expect(server().messages[0]?.anonymousId).toBe("mine");
    expect(stored()).toEqual([]);
  });
});

describe("where consent is waited for", () => {
  it("nothing is sent or stored before it is given; then everything, as it happened", async () => {
    const wend = open({ waitForConsent: true, page: true });
    await seconds(1);
    history.pushState(null, "", "/hats");
    await seconds(1);
    wend.track("A");
    wend.identify("42");
    wend.consent({ email_marketing: true });
    await seconds(60);
    await wend.flush();
    hide();
    expect(server().offered).toEqual([]);
    expect(stored()).toEqual([]);
    wend.consent({ analytics: true });
    await wend.flush();
    expect(events()).toEqual(["page", "page", "A", "identify", "identify", "identify"]);
    const [first, second, track] = server().messages;
    expect([first?.properties?.path, second?.properties?.path]).toEqual(["/shoes", "/hats"]);
    expect(track?.timestamp).toBe("2026-03-01T10:00:02.000Z");
    const { anonymousId, id } = wend.user();
    expect(new Set(server().messages.map((message) => message.anonymousId))).toEqual(new Set([anonymousId()]));
    expect(id()).toBe("42");
    expect(stored()).toContain("wend_anonymous_id");
  });

  it("it is remembered on the next page, and so is who was here before", async () => {
    const first = open();
    const before = first.user().anonymousId();
    const asking = open({ waitForConsent: true });
    asking.track("A");
    asking.consent({ analytics: true });
    await asking.flush();
    expect(server().messages[0]?.anonymousId).toBe(before);
    const next = open({ waitForConsent: true });
    next.track("B");
    await next.flush();
    expect(events()).toEqual(["A", "identify", "B"]);
  });

  it("a no forgets what waited, and what was kept; a later yes counts from then on", async () => {
    open().identify("42");
    const wend = open({ waitForConsent: true });
    wend.track("A");
    wend.consent({ analytics: false });
    wend.track("B");
    await seconds(60);
    expect(server().messages.map(({ event }) => event)).not.toContain("A");
    expect(stored()).toEqual(["wend_consent"]);
    const next = open({ waitForConsent: true });
    next.track("C");
    next.consent({ analytics: true });
    next.track("D");
    await next.flush();
    expect(events().filter((event) => event !== "identify")).toEqual(["D"]);
  });

  it("holds a bounded number of calls", async () => {
    const wend = open({ waitForConsent: true });
    for (let i = 0; i < 600; i++) wend.track(`Step ${i}`);
    wend.consent({ analytics: true });
    await seconds(60);
    expect(server().messages.length).toBeLessThanOrEqual(501);
    expect(server().messages.length).toBeGreaterThan(400);
  });
});

describe("consent", () => {
  it("withdrawn is told, and ends the recording on this page and the next", async () => {
    const wend = open();
    wend.track("A");
    wend.consent({ analytics: false });
    wend.track("B");
    await seconds(5);
    expect(events()).toEqual(["A", "identify"]);
    expect(server().messages[1]?.context.consent).toEqual({ categoryPreferences: { analytics: false } });
    const next = open();
    next.track("C");
    await seconds(5);
    expect(events()).toEqual(["A", "identify"]);
    expect(stored()).toEqual(["wend_consent"]);
  });
});

describe("Global Privacy Control", () => {
  it("keeps nothing, says no to marketing, and sends no click ids", async () => {
    askForPrivacy();
    try {
      const wend = open({ page: true, url: "/shoes?gclid=G1&size=42&fbclid=F1" });
      await seconds(1);
      wend.track("A", { from: "https://ads.example/?msclkid=M1" });
      wend.consent({ analytics: true });
      wend.consent({ marketing: true });
      await wend.flush();
      expect(stored()).toEqual([]);
      const [view, track, first, second] = server().messages;
      expect(view?.properties).toMatchObject({ search: "?size=42", url: "https://shop.example/shoes?size=42" });
      expect(view?.context).toMatchObject({ cookieless: true, page: { search: "?size=42" } });
      expect(track?.properties).toEqual({ from: "https://ads.example/" });
      expect(JSON.stringify(server().messages)).not.toMatch(/G1|F1|M1/);
      expect(first?.context.consent).toEqual({ categoryPreferences: { advertising: false, marketing: false, analytics: true } });
      expect(second?.context.consent).toEqual({ categoryPreferences: { advertising: false, marketing: true } });
    } finally {
      stopAsking();
    }
  });

  it("without it click ids are sent", async () => {
    const wend = open({ url: "/shoes?gclid=G1" });
    wend.page();
    await wend.flush();
    expect(server().messages[0]?.properties?.search).toBe("?gclid=G1");
  });
});

describe("click ids", () => {
  it("are those that the server knows", () => {
    const list = /var clicks = map\[string\]click\{([\s\S]*?)\n\}/.exec(channels)?.[1] ?? "";
    const known = [...list.matchAll(/"(\w+)": \{/g)].map(([, name]) => name as string);
    expect(known.length).toBeGreaterThan(10);
    for (const name of known) expect(withoutClickIds(`?a=1&${name}=X&b=2`), name).toBe("?a=1&b=2");
  });

  it.each([
    ["?gclid=1", ""],
    ["https://a.example/?gclid=1#top", "https://a.example/#top"],
    ["?x=1&gclid=1&fbclid=2", "?x=1"],
    ["?GCLID=1&x=1", "?x=1"],
    ["?gclids=1", "?gclids=1"],
    ['say "gclid=1" & "no"', 'say "" & "no"'],
  ])("%s", (address, expected) => expect(withoutClickIds({ address })).toEqual({ address: expected }));
});

describe("the shop's verbs", () => {
  it("track Segment's e-commerce events", async () => {
    const { shop, flush } = open();
    const product = { product_id: "p-17", name: "Red shoe", price: 59.9, quantity: 1 };
    const message = await shop.productViewed(product);
    expect(message).toMatchObject({ type: "track", event: "Product Viewed", properties: product });
    await shop.productAddedToWishlist(product);
    await shop.checkoutStepCompleted({ step: 2, shipping_method: "post" });
    await shop.orderCompleted({ order_id: "o-1", total: 59.9, currency: "EUR", products: [product] }, { messageId: "o-1" });
    await flush();
    expect(events()).toEqual(["Product Viewed", "Product Added to Wishlist", "Checkout Step Completed", "Order Completed"]);
    expect(server().messages[3]).toMatchObject({ messageId: "o-1", properties: { order_id: "o-1", products: [product] } });
    const names = Object.keys(shop).map((verb) => verb.replace(/[A-Z]/g, " $&").toLowerCase());
    expect(names).toHaveLength(15);
    vi.restoreAllMocks();
  });
});
