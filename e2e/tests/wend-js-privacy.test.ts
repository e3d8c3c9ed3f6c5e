// What our library does not keep and does not send, in a real browser against the real server.
import { describe, expect, it } from "vitest";
import type { Visitor } from "../support/browser";
import { loaded, Shop } from "../support/shop";
import { Site } from "../support/site";
import { eventually, type LiveEvent, pause } from "../support/wend";

const shop = Shop.forTests();

/** Everything that a page can keep in a browser, by name. */
const kept = async ({ page, context }: Visitor): Promise<string[]> => [
  ...(await context.cookies()).map(({ name }) => name),
  ...(await page.evaluate(async () => [
    ...Object.keys(localStorage),
    ...Object.keys(sessionStorage),
    ...(await indexedDB.databases()).map(({ name }) => name ?? ""),
    ...(await caches.keys()),
    ...(await navigator.serviceWorker.getRegistrations()).map(({ scope }) => scope),
  ])),
];

/** What arrived from pages of this site, by the visitor's mark in the address. */
async function arrived(mark: string): Promise<LiveEvent[]> {
  return (await shop.wend.events()).filter(({ message }) => JSON.stringify(message.context ?? {}).includes(`who=${mark}`));
}

async function look(person: Visitor, site: Site, path: string): Promise<void> {
  await person.page.goto(site.address + path);
  await loaded(person.page);
}

describe("without cookies", () => {
  it("nothing is kept in the browser, and a visitor is one visitor for the day", async () => {
    const site = await Site.open(shop.observing("data-cookieless"));
    const ann = await shop.somebody();
    for (const path of ["/?who=ann", "/trouble?who=ann", "/shoes?who=ann"]) {
      await look(ann, site, path);
      await ann.page.evaluate(() => void window.wend.consent({ analytics: true, email_marketing: false }));
      expect(await kept(ann)).toEqual([]);
    }
    const bob = await shop.somebody({ userAgent: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4 Safari/605.1.15" });
    await look(bob, site, "/?who=bob");
    const views = async (who: string): Promise<LiveEvent[]> => (await arrived(who)).filter(({ event }) => event === "Page Viewed");
    await eventually(async () => expect([(await views("ann")).length, (await views("bob")).length]).toEqual([3, 1]));
    const ids = new Set((await arrived("ann")).map(({ message }) => message.anonymousId as string));
    expect([...ids]).toEqual([expect.stringMatching(/^daily_[0-9a-f]{32}$/)]);
    const [id = ""] = ids;
    expect((await shop.journey(id))[0]).toMatch(/^Direct: Page Viewed \/(, Web Vitals)?, Page Viewed \/trouble/);
    const other = (await views("bob"))[0]?.message.anonymousId;
    expect(other).toMatch(/^daily_/);
    expect(other).not.toBe(id);
    // the address of the network is nowhere
    expect(JSON.stringify(await arrived("ann"))).not.toContain('"ip"');

    // the program starts again on the same day
    await shop.wend.stop();
    await shop.wend.run();
    await look(ann, site, "/cart?who=ann");
    await eventually(async () => expect(await views("ann")).toHaveLength(4));
    expect(new Set((await arrived("ann")).map(({ message }) => message.anonymousId))).toEqual(ids);

    // who signs in is known by name, and that alone
    await ann.page.evaluate(() => void window.wend.identify("cookieless-ann"));
    await eventually(async () => {
      const customer = await shop.wend.lookup("user_id", "cookieless-ann");
      expect(customer.identifiers).toEqual([{ kind: "user_id", value: "cookieless-ann" }]);
    });
    expect(await kept(ann)).toEqual([]);
    expect(ann.complaints.filter((text) => !/ERR_|Failed to load/.test(text))).toEqual([]);
    await site.close();
  });
});

describe("Global Privacy Control", () => {
  it("is honoured without being asked", async () => {
    const site = await Site.open(shop.element());
    const eve = await shop.somebody({ extraHTTPHeaders: { "Sec-GPC": "1" } });
    await eve.page.addInitScript(() => Object.defineProperty(Navigator.prototype, "globalPrivacyControl", { get: () => true }));
    await look(eve, site, "/shoes?who=eve&gclid=G1-secret&size=42");
    await eve.page.evaluate(() => void window.wend.consent({ analytics: true }));
    await eventually(async () => expect(await arrived("eve")).toHaveLength(2));
    const all = await arrived("eve");
    expect(JSON.stringify(all)).not.toContain("secret");
    expect(eve.requests.filter(({ url }) => url.startsWith(shop.wend.host)).map(({ body }) => body).join()).not.toContain("secret");
    const view = all.find(({ type }) => type === "page");
    expect(view?.message).toMatchObject({ anonymousId: expect.stringMatching(/^daily_/), context: { page: { search: "?who=eve&size=42" } } });
    const consent = all.find(({ type }) => type === "identify");
    expect(consent?.message.context.consent).toEqual({ categoryPreferences: { advertising: false, marketing: false, analytics: true } });
    expect(await kept(eve)).toEqual([]);
    await site.close();
  });
});

describe("where consent is waited for", () => {
  it("nothing is kept and nothing sent until it is given", async () => {
    const site = await Site.open(shop.element("data-wait-for-consent"));
    const ann = await shop.somebody();
    const sent = (): string[] => ann.requests.filter(({ method }) => method === "POST").map(({ url }) => url);
    await look(ann, site, "/?who=asked");
    await ann.page.evaluate(() => void window.wend.track("A"));
    await pause(1500);
    expect(sent()).toEqual([]);
    expect(await kept(ann)).toEqual([]);
    await ann.page.evaluate(() => void window.wend.consent({ analytics: true }));
    const names = async (): Promise<string[]> => (await arrived("asked")).filter(({ type }) => type !== "identify").map(({ event }) => event);
    await eventually(async () => expect(await names()).toEqual(["Page Viewed", "A"]));
    await look(ann, site, "/cart?who=asked"); // and is not asked again
    await eventually(async () => expect(await names()).toEqual(["Page Viewed", "A", "Page Viewed"]));
    expect(new Set((await arrived("asked")).map(({ message }) => message.anonymousId)).size).toBe(1);
    // withdrawn: told, forgotten, and the end of it
    await ann.page.evaluate(() => void window.wend.consent({ analytics: false }));
    await pause(1500);
    const before = sent().length;
    await look(ann, site, "/shoes?who=asked");
    await pause(1500);
    expect(sent()).toHaveLength(before);
    expect(await kept(ann)).toEqual(["wend_consent"]);
    await site.close();
  });
});
