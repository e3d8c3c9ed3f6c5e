// Segment's own library for browsers in a real one, unchanged but for its host.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { follow, launch, type Visitor, visitor } from "../support/browser";
import { bundle, Site } from "../support/site";
import { eventually, type Source, told, Wend } from "../support/wend";

let wend: Wend;
let browser: Browser;
let source: Source;
let script: string;
const sites: Site[] = [];
beforeAll(async () => {
  [wend, browser, script] = await Promise.all([Wend.start(), launch(), bundle("segment.ts")]);
  source = await wend.source("browser", "Shop");
});
afterAll(async () => {
  await browser?.close();
  await Promise.all(sites.map((site) => site.close()));
  await wend?.close();
});

/** The shop with the library, loaded with these arguments. */
async function shop(...settings: unknown[]): Promise<Site> {
  const head = `<script>window.settings = ${JSON.stringify(settings)}</script><script defer src="/bundle.js"></script>`;
  const site = await Site.open(head, { "bundle.js": script });
  sites.push(site);
  return site;
}

const anonymousId = ({ page }: Visitor): Promise<string> =>
  page.evaluate(async () => (await window.analytics.user()).anonymousId() as string);

async function journey(kind: string, value: string): Promise<string[]> {
  return (await wend.sessions((await wend.lookup(kind, value)).id)).map(told);
}

describe("with cdnURL alone", () => {
  let site: Site;
  beforeAll(async () => {
    // Wend's settings endpoint tells the library where its events go
    site = await shop({ writeKey: source.write_key, cdnURL: wend.host });
  });

  it("talks to nobody else, and complains about nothing", async () => {
    const ann = await visitor(browser);
    await ann.page.goto(`${site.address}/`);
    const id = await anonymousId(ann);
    await eventually(async () => expect(await journey("anonymous_id", id)).toEqual(["Direct: Page Viewed /"]));
    const paths = ann.requests.filter(({ url }) => url.startsWith(wend.host)).map(({ method, url }) => `${method} ${new URL(url).pathname}`);
    expect(paths).toContain(`GET /v1/projects/${source.write_key}/settings`);
    expect(paths).toContain("POST /v1/p");
    for (const { method, headers } of ann.requests) if (method === "POST") expect(headers["content-type"]).toMatch("text/plain");
    expect(ann.requests.filter(({ url }) => !url.startsWith(wend.host) && !url.startsWith(site.address))).toEqual([]);
    expect(ann.complaints).toEqual([]);
    await ann.context.close();
  });

  it("tells visits and channels apart, and knows the person before and after signing in", async () => {
    const ann = await visitor(browser);
    const { page } = ann;
    await page.goto(`${site.address}/?utm_source=google&utm_medium=cpc&utm_campaign=brand`);
    const id = await anonymousId(ann);
    // The library sends every call in a request of its own, and a call's time is corrected by how long its request
    // took: two calls at the same moment may change places. A person is slower than that.
    const arrived = (calls: number): Promise<void> =>
      eventually(async () => {
        expect((await wend.events()).filter(({ message }) => message.anonymousId === id)).toHaveLength(calls);
      });
    await arrived(1);
    await follow(page, "Shoes");
    await arrived(2);
    await follow(page, "Red shoe");
    await arrived(3);
    await page.evaluate(() => window.analytics.track("Product Added", { product_id: "p-17", price: 59.9 }));
    await page.evaluate(() => window.analytics.identify("ann", { email: "ann@example.com", plan: "pro" }));
    await page.evaluate(() => window.analytics.group("acme", { size: 7 }));
    await arrived(6);
    // a link in a letter, and later a search engine
    await page.goto(`${site.address}/cart?utm_source=newsletter&utm_medium=email&utm_campaign=spring`);
    await arrived(7);
    await page.evaluate(() => window.analytics.track("Checkout Started"));
    await arrived(8);
    await page.goto(`${site.address}/shoes`, { referer: "https://www.google.com/" });
    await arrived(9);
    await page.evaluate(() => window.analytics.track("Order Completed", { order_id: "o-1", total: 59.9 }));

    await eventually(async () =>
      expect(await journey("user_id", "ann")).toEqual([
        "Paid Search: Page Viewed /, Page Viewed /shoes, Page Viewed /shoes/red, Product Added",
        "Email: Page Viewed /cart, Checkout Started",
        "Organic Search: Page Viewed /shoes, Order Completed",
      ]),
    );
    const customer = await wend.lookup("user_id", "ann");
    expect((await wend.lookup("anonymous_id", id)).id).toBe(customer.id);
    expect(customer.traits).toMatchObject({ email: "ann@example.com", plan: "pro" });
    const group = (await wend.events()).find(({ type }) => type === "group");
    expect(group).toMatchObject({ customer_id: customer.id, message: { groupId: "acme", traits: { size: 7 } } });
    // a browser's word about a mail address is a trait and no proof of who it is
    await expect(wend.lookup("email", "ann@example.com")).rejects.toThrow("404");
    await ann.context.close();
  });

  it("joins by alias what the visitor did before", async () => {
    const bob = await visitor(browser);
    await bob.page.goto(`${site.address}/`);
    const id = await anonymousId(bob);
    await bob.page.evaluate(() => window.analytics.alias("bob"));
    await bob.page.evaluate(() => window.analytics.identify("bob"));
    await eventually(async () => {
      expect(await journey("user_id", "bob")).toEqual(["Direct: Page Viewed /"]);
      expect((await wend.lookup("anonymous_id", id)).id).toBe((await wend.lookup("user_id", "bob")).id);
    });
    await bob.context.close();
  });

  it("loses nothing when a page is left at once", async () => {
    const eve = await visitor(browser);
    const { page } = eve;
    await page.goto(`${site.address}/`);
    const id = await anonymousId(eve);
    // the click is told and the page is gone in the same moment; what was cut off the library keeps for its next page
    await page.evaluate(() => {
      void window.analytics.track("Product Clicked");
      location.href = "/shoes";
    });
    await page.waitForURL("**/shoes");
    await eventually(async () => {
      const [session] = await wend.sessions((await wend.lookup("anonymous_id", id)).id);
      const steps = session?.touchpoints.map(({ event, page }) => (event === "Page Viewed" ? page : event)) ?? [];
      expect(steps.sort()).toEqual(["/", "/shoes", "Product Clicked"]);
    });
    await eve.context.close();
  });

  it("counts a robot apart", async () => {
    const robot = await visitor(browser, { userAgent: "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)" });
    await robot.page.goto(`${site.address}/thanks`);
    await eventually(async () => {
      const seen = (await wend.events()).filter(({ page }) => page === "/thanks");
      expect(seen.map(({ bot }) => bot)).toEqual([true]);
    });
    await robot.context.close();
  });
});

describe("with the host in the integration's settings", () => {
  const segment = (extra: object) => ({ integrations: { "Segment.io": { apiHost: `${new URL(wend.host).host}/v1`, protocol: "http", ...extra } } });

  it("works the same", async () => {
    const site = await shop({ writeKey: source.write_key, cdnURL: wend.host }, segment({}));
    const ann = await visitor(browser);
    await ann.page.goto(`${site.address}/cart`);
    const id = await anonymousId(ann);
    await eventually(async () => expect(await journey("anonymous_id", id)).toEqual(["Direct: Page Viewed /cart"]));
    await ann.context.close();
  });

  it("sends what waits in a batch when the page is left, in a request that outlives it", async () => {
    const site = await shop(
      { writeKey: source.write_key, cdnURL: wend.host },
      segment({ deliveryStrategy: { strategy: "batching", config: { size: 100, timeout: 60_000 } } }),
    );
    const ann = await visitor(browser);
    const { page } = ann;
    await page.goto(`${site.address}/`);
    const id = await anonymousId(ann);
    await page.evaluate(() => window.analytics.track("Product Viewed"));
    await page.evaluate(() => window.analytics.track("Product Added"));
    expect(ann.requests.filter(({ url }) => url.endsWith("/v1/b"))).toEqual([]);
    await page.goto(`${site.address}/bare`);
    await eventually(async () =>
      expect(await journey("anonymous_id", id)).toEqual(["Direct: Page Viewed /, Product Viewed, Product Added"]),
    );
    await ann.context.close();
  });
});

it("an unknown write key is told to the developer", async () => {
  const site = await shop({ writeKey: "no-such-key", cdnURL: wend.host });
  const ann = await visitor(browser);
  await ann.page.goto(`${site.address}/`);
  await eventually(() => expect(ann.complaints.join("\n")).toContain("401"));
  await ann.context.close();
});
