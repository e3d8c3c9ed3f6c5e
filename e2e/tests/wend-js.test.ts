// Our own library in a real browser against the real server.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { follow } from "../support/browser";
import { Shop } from "../support/shop";
import { Site } from "../support/site";
import { eventually, told } from "../support/wend";

const shop = Shop.forTests();
const saw = (id: string, expected: string[]): Promise<void> =>
  eventually(async () => expect(await shop.journey(id)).toEqual(expected));

describe("in a shop of many pages", () => {
  it("sees the pages without being asked, keeps no cookie, and talks to nobody else", async () => {
    const ann = await shop.somebody();
    const id = await shop.visit(ann, "/");
    await shop.go(ann, "Shoes");
    await shop.go(ann, "Red shoe");
    await saw(id, ["Direct: Page Viewed /, Page Viewed /shoes, Page Viewed /shoes/red"]);
    const [first] = (await shop.sessions(id))[0]?.touchpoints ?? [];
    expect(first?.properties).toEqual({ path: "/", referrer: "", search: "", title: "Bright Shoes", url: `${shop.site.address}/` });
    expect(await ann.context.cookies()).toEqual([]);
    expect(ann.requests.filter(({ url }) => !url.startsWith(shop.wend.host) && !url.startsWith(shop.site.address))).toEqual([]);
    for (const { method, url, headers } of ann.requests)
      if (method === "POST") expect([url, headers["content-type"]]).toEqual([`${shop.wend.host}/v1/batch`, "text/plain;charset=UTF-8"]);
    expect(ann.complaints).toEqual([]);
  });

  it("tells visits and channels apart, and knows the person before and after signing in", async () => {
    const ann = await shop.somebody();
    const { page } = ann;
    const id = await shop.visit(ann, "/?utm_source=google&utm_medium=cpc&utm_campaign=brand");
    await shop.go(ann, "Shoes");
    await page.evaluate(() => window.wend.track("Product Added", { product_id: "p-17", price: 59.9 }));
    await page.evaluate(() => window.wend.identify("wj-ann", { email: "ann@example.com", plan: "pro" }));
    await page.evaluate(() => window.wend.group("acme", { size: 7 }));
    await page.evaluate(() => window.wend.flush()); // what is sent while a page is left is as exact in time as the network is even
    await shop.visit(ann, "/cart?utm_source=newsletter&utm_medium=email&utm_campaign=spring");
    await shop.visit(ann, "/shoes", shop.site, { referer: "https://www.google.com/" });
    await page.evaluate(() => window.wend.track("Order Completed", { order_id: "o-1", total: 59.9 }));
    await saw(id, [
      "Paid Search: Page Viewed /, Page Viewed /shoes, Product Added",
      "Email: Page Viewed /cart",
      "Organic Search: Page Viewed /shoes, Order Completed",
    ]);
    const customer = await shop.wend.lookup("user_id", "wj-ann");
    expect(customer.traits).toMatchObject({ email: "ann@example.com", plan: "pro" });
    expect((await shop.wend.lookup("anonymous_id", id)).id).toBe(customer.id);
    // the next user of the same device is somebody else
    await page.evaluate(() => window.wend.identify("wj-bob"));
    await page.evaluate(() => window.wend.track("Signed In"));
    await eventually(async () => {
      const bob = await shop.wend.lookup("user_id", "wj-bob");
      expect(bob.id).not.toBe(customer.id);
      expect((await shop.wend.sessions(bob.id)).map(told)).toEqual(["Organic Search: Signed In"]);
    });
  });

  it("describes the visitor's device as Segment's library does", async () => {
    const ann = await shop.somebody({ viewport: { width: 390, height: 844 } });
    const id = await shop.visit(ann, "/shoes?utm_source=x&utm_campaign=spring%20sale");
    await saw(id, [expect.stringContaining("Page Viewed /shoes")] as string[]);
    const event = (await shop.wend.events()).find(({ message }) => message.anonymousId === id);
    expect(event?.message.context).toMatchObject({
      campaign: { source: "x", name: "spring sale" },
      library: { name: "wend.js", version: expect.stringMatching(/^\d/) },
      locale: "de-CH",
      timezone: "Europe/Zurich",
      userAgent: expect.stringContaining("Chrome"),
      screen: { innerWidth: 390, innerHeight: 844 },
      sessionId: expect.any(Number),
    });
  });

  it("sends calls in batches", async () => {
    const ann = await shop.somebody();
    const id = await shop.visit(ann, "/");
    await ann.page.evaluate(() => {
      for (let i = 0; i < 12; i++) void window.wend.track(`Step ${i}`);
      return window.wend.flush();
    });
    await saw(id, [`Direct: Page Viewed /, ${Array.from({ length: 12 }, (_, i) => `Step ${i}`).join(", ")}`]);
    expect(shop.batches(ann).length).toBeLessThanOrEqual(2);
    for (const { sentAt, batch } of shop.batches(ann))
      for (const message of batch) expect(Date.parse(sentAt)).toBeGreaterThanOrEqual(Date.parse(message.timestamp));
  });

  it("takes calls before it has loaded, in order", async () => {
    const readme = readFileSync(resolve(import.meta.dirname, "../../sdk/README.md"), "utf8");
    const [queue] = /<script>\n!function[\s\S]*?<\/script>/.exec(readme) ?? [];
    const snippet = `${queue}<script>
      wend.identify("early-ann"); wend.track("A"); wend.track("B"); wend.shop.productViewed({ product_id: "p-17" });
    </script>`;
    const site = await Site.open(snippet + shop.element());
    const ann = await shop.somebody();
    const id = await shop.visit(ann, "/", site);
    await saw(id, ["Direct: Page Viewed /, A, B, Product Viewed"]);
    expect((await shop.wend.lookup("user_id", "early-ann")).id).toBe((await shop.wend.lookup("anonymous_id", id)).id);
    await site.close();
  });

  it("records consent", async () => {
    const ann = await shop.somebody();
    const id = await shop.visit(ann, "/");
    await ann.page.evaluate(() => window.wend.consent({ email_marketing: true, push: false }));
    await eventually(async () => {
      const { id: customer } = await shop.wend.lookup("anonymous_id", id);
      expect((await shop.wend.customer(customer)).consents).toMatchObject({ email_marketing: true, push: false });
    });
  });

  it("works where the browser forbids storage altogether", async () => {
    const ann = await shop.somebody();
    await ann.page.addInitScript(() => {
      for (const name of ["localStorage", "sessionStorage"] as const)
        Object.defineProperty(window, name, { get: () => { throw new DOMException("denied", "SecurityError"); } });
      Object.defineProperty(document, "cookie", { get: () => "", set: () => {} });
    });
    const id = await shop.visit(ann, "/");
    await ann.page.evaluate(() => window.wend.track("A"));
    await saw(id, ["Direct: Page Viewed /, A"]);
    expect(ann.complaints).toEqual([]);
  });
});

describe("when the page is left", () => {
  it("sends what waits in a request that outlives it", async () => {
    const ann = await shop.somebody();
    const id = await shop.visit(ann, "/");
    await ann.page.evaluate(() => {
      void window.wend.track("Product Clicked");
      location.href = "/bare"; // nobody there to send it later
    });
    await ann.page.waitForURL("**/bare");
    await saw(id, ["Direct: Page Viewed /, Product Clicked"]);
  });

  it("sends a beacon where requests cannot outlive it", async () => {
    const ann = await shop.somebody();
    await ann.page.addInitScript(() => void Reflect.deleteProperty(Request.prototype, "keepalive"));
    const id = await shop.visit(ann, "/");
    await ann.page.evaluate(() => {
      void window.wend.track("Product Clicked");
      location.href = "/bare";
    });
    await ann.page.waitForURL("**/bare");
    await saw(id, ["Direct: Page Viewed /, Product Clicked"]);
    // the next page makes sure, and it still counts once
    await shop.visit(ann, "/shoes");
    await saw(id, ["Direct: Page Viewed /, Product Clicked, Page Viewed /shoes"]);
  });
});

describe("in a single-page app", () => {
  it("sees every screen once, with its title and the screen before", async () => {
    const ann = await shop.somebody();
    const { page } = ann;
    const id = await shop.visit(ann, "/app");
    await follow(page, "Shoes");
    await page.fill("#colour", "red"); // a filter writes itself into the address
    await follow(page, "Reviews"); // a place on the page
    await follow(page, "Account"); // redirected
    await page.waitForFunction(() => document.title === "Sign in");
    await page.evaluate(() => window.wend.track("Sign In Failed"));
    await page.goBack(); // off the place on the page
    await page.goBack();
    await page.waitForFunction(() => document.title === "Shoes");
    await saw(id, [
      "Direct: Page Viewed /app, Page Viewed /app/shoes, Page Viewed /app/sign-in, Sign In Failed, Page Viewed /app/shoes",
    ]);
    const views = (await shop.sessions(id))[0]?.touchpoints.filter(({ type }) => type === "page") ?? [];
    expect(views.map(({ properties }) => properties.title)).toEqual(["Bright Shoes", "Shoes", "Sign in", "Shoes"]);
    expect(views[1]?.properties.referrer).toBe(`${shop.site.address}/app`);
  });

  it("sees screens behind # where they are pages", async () => {
    const site = await Site.open(shop.element("data-hash"));
    const ann = await shop.somebody();
    const id = await shop.visit(ann, "/app#/cart", site);
    await ann.page.evaluate(() => void (location.hash = "#/pay"));
    await saw(id, ["Direct: Page Viewed /app/cart, Page Viewed /app/pay"]);
    await site.close();
  });

  it("sees a page again that the browser brings back whole", async () => {
    const ann = await shop.somebody();
    const id = await shop.visit(ann, "/");
    await saw(id, ["Direct: Page Viewed /"]);
    await ann.page.goto(`${shop.site.address}/bare`);
    await ann.page.goBack();
    await saw(id, ["Direct: Page Viewed /, Page Viewed /"]);
  });
});
