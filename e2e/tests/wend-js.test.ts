// Our own library in a real browser against the real server.
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type {} from "../../sdk/wend";
import { follow, launch, type Visitor, visitor } from "../support/browser";
import { Site } from "../support/site";
import { eventually, pause, type Session, type Source, told, Wend } from "../support/wend";

let wend: Wend;
let browser: Browser;
let source: Source;
let shop: Site;
const open: Visitor[] = [];
beforeAll(async () => {
  [wend, browser] = await Promise.all([Wend.start(), launch()]);
  source = await wend.source("browser", "Shop");
  shop = await Site.open(element());
});
afterEach(() => Promise.all(open.splice(0).map(({ context }) => context.close())));
afterAll(async () => {
  await browser?.close();
  await shop?.close();
  await wend?.close();
});

const element = (attributes = ""): string =>
  `<script async src="${wend.host}/sdk/wend.js" data-write-key="${source.write_key}" ${attributes}></script>`;

async function somebody(options?: Parameters<typeof visitor>[1]): Promise<Visitor> {
  const person = await visitor(browser, options);
  open.push(person);
  return person;
}

/** Goes to a page and waits until the library is there; the visitor's anonymous id. */
async function visit({ page }: Visitor, path: string, site = shop, options: { referer?: string } = {}): Promise<string> {
  await page.goto(site.address + path, options);
  await page.waitForFunction(() => window.wend?.version);
  return page.evaluate(() => window.wend.user().anonymousId());
}

/** Follows a link to another page and waits until the library is there. */
async function go({ page }: Visitor, name: string): Promise<void> {
  await follow(page, name);
  await page.waitForFunction(() => window.wend?.version);
}

async function sessions(kind: string, value: string): Promise<Session[]> {
  return wend.sessions((await wend.lookup(kind, value)).id);
}
const journey = async (id: string): Promise<string[]> => (await sessions("anonymous_id", id)).map(told);
const saw = (id: string, expected: string[]): Promise<void> =>
  eventually(async () => expect(await journey(id)).toEqual(expected));
const batches = ({ requests }: Visitor) =>
  requests.filter(({ url }) => url === `${wend.host}/v1/batch`).map(({ body }) => JSON.parse(body ?? "{}"));

describe("in a shop of many pages", () => {
  it("sees the pages without being asked, keeps no cookie, and talks to nobody else", async () => {
    const ann = await somebody();
    const id = await visit(ann, "/");
    await go(ann, "Shoes");
    await go(ann, "Red shoe");
    await saw(id, ["Direct: Page Viewed /, Page Viewed /shoes, Page Viewed /shoes/red"]);
    const [first] = (await sessions("anonymous_id", id))[0]?.touchpoints ?? [];
    expect(first?.properties).toEqual({ path: "/", referrer: "", search: "", title: "Bright Shoes", url: `${shop.address}/` });
    expect(await ann.context.cookies()).toEqual([]);
    expect(ann.requests.filter(({ url }) => !url.startsWith(wend.host) && !url.startsWith(shop.address))).toEqual([]);
    for (const { method, url, headers } of ann.requests)
      if (method === "POST") expect([url, headers["content-type"]]).toEqual([`${wend.host}/v1/batch`, "text/plain;charset=UTF-8"]);
    expect(ann.complaints).toEqual([]);
  });

  it("tells visits and channels apart, and knows the person before and after signing in", async () => {
    const ann = await somebody();
    const { page } = ann;
    const id = await visit(ann, "/?utm_source=google&utm_medium=cpc&utm_campaign=brand");
    await go(ann, "Shoes");
    await page.evaluate(() => window.wend.track("Product Added", { product_id: "p-17", price: 59.9 }));
    await page.evaluate(() => window.wend.identify("wj-ann", { email: "ann@example.com", plan: "pro" }));
    await page.evaluate(() => window.wend.group("acme", { size: 7 }));
    await visit(ann, "/cart?utm_source=newsletter&utm_medium=email&utm_campaign=spring");
    await visit(ann, "/shoes", shop, { referer: "https://www.google.com/" });
    await page.evaluate(() => window.wend.track("Order Completed", { order_id: "o-1", total: 59.9 }));
    await saw(id, [
      "Paid Search: Page Viewed /, Page Viewed /shoes, Product Added",
      "Email: Page Viewed /cart",
      "Organic Search: Page Viewed /shoes, Order Completed",
    ]);
    const customer = await wend.lookup("user_id", "wj-ann");
    expect(customer.traits).toMatchObject({ email: "ann@example.com", plan: "pro" });
    expect((await wend.lookup("anonymous_id", id)).id).toBe(customer.id);
    // the next user of the same device is somebody else
    await page.evaluate(() => window.wend.identify("wj-bob"));
    await page.evaluate(() => window.wend.track("Signed In"));
    await eventually(async () => {
      const bob = await wend.lookup("user_id", "wj-bob");
      expect(bob.id).not.toBe(customer.id);
      expect((await wend.sessions(bob.id)).map(told)).toEqual(["Organic Search: Signed In"]);
    });
  });

  it("describes the visitor's device as Segment's library does", async () => {
    const ann = await somebody({ viewport: { width: 390, height: 844 } });
    const id = await visit(ann, "/shoes?utm_source=x&utm_campaign=spring%20sale");
    await saw(id, [expect.stringContaining("Page Viewed /shoes")] as string[]);
    const event = (await wend.events()).find(({ message }) => message.anonymousId === id);
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
    const ann = await somebody();
    const id = await visit(ann, "/");
    await ann.page.evaluate(() => {
      for (let i = 0; i < 12; i++) void window.wend.track(`Step ${i}`);
      return window.wend.flush();
    });
    await saw(id, [`Direct: Page Viewed /, ${Array.from({ length: 12 }, (_, i) => `Step ${i}`).join(", ")}`]);
    expect(batches(ann).length).toBeLessThanOrEqual(2);
    for (const { sentAt, batch } of batches(ann))
      for (const message of batch) expect(Date.parse(sentAt)).toBeGreaterThanOrEqual(Date.parse(message.timestamp));
  });

  it("takes calls before it has loaded, in order", async () => {
    const snippet = `<script>
      !function(w,v){w.wend||(w.wend=[],v.split(" ").forEach(function(m){w.wend[m]=function(){w.wend.push([m].concat([].slice.call(arguments)))}}))}
      (window,"load track page screen identify group alias consent reset ready flush setAnonymousId");
      wend.identify("early-ann"); wend.track("A"); wend.track("B");
    </script>`;
    const site = await Site.open(snippet + element());
    const ann = await somebody();
    const id = await visit(ann, "/", site);
    await saw(id, ["Direct: Page Viewed /, A, B"]);
    expect((await wend.lookup("user_id", "early-ann")).id).toBe((await wend.lookup("anonymous_id", id)).id);
    await site.close();
  });

  it("records consent", async () => {
    const ann = await somebody();
    const id = await visit(ann, "/");
    await ann.page.evaluate(() => window.wend.consent({ email_marketing: true, push: false }));
    await eventually(async () => {
      const { id: customer } = await wend.lookup("anonymous_id", id);
      expect((await wend.customer(customer)).consents).toMatchObject({ email_marketing: true, push: false });
    });
  });

  it("leaves nothing on the device where the site wants it so", async () => {
    const site = await Site.open(element("data-cookieless"));
    const ann = await somebody();
    const first = await visit(ann, "/", site);
    expect(await ann.page.evaluate(() => localStorage.length + sessionStorage.length + document.cookie.length)).toBe(0);
    const second = await visit(ann, "/shoes", site);
    expect(second).not.toBe(first);
    await saw(first, ["Direct: Page Viewed /"]);
    await saw(second, ["Direct: Page Viewed /shoes"]);
    await site.close();
  });

  it("works where the browser forbids storage altogether", async () => {
    const ann = await somebody();
    await ann.page.addInitScript(() => {
      for (const name of ["localStorage", "sessionStorage"] as const)
        Object.defineProperty(window, name, { get: () => { throw new DOMException("denied", "SecurityError"); } });
      Object.defineProperty(document, "cookie", { get: () => "", set: () => {} });
    });
    const id = await visit(ann, "/");
    await ann.page.evaluate(() => window.wend.track("A"));
    await saw(id, ["Direct: Page Viewed /, A"]);
    expect(ann.complaints).toEqual([]);
  });
});

describe("when the page is left", () => {
  it("sends what waits in a request that outlives it", async () => {
    const ann = await somebody();
    const id = await visit(ann, "/");
    await ann.page.evaluate(() => {
      void window.wend.track("Product Clicked");
      location.href = "/bare"; // nobody there to send it later
    });
    await ann.page.waitForURL("**/bare");
    await saw(id, ["Direct: Page Viewed /, Product Clicked"]);
  });

  it("sends a beacon where requests cannot outlive it", async () => {
    const ann = await somebody();
    await ann.page.addInitScript(() => void Reflect.deleteProperty(Request.prototype, "keepalive"));
    const id = await visit(ann, "/");
    await ann.page.evaluate(() => {
      void window.wend.track("Product Clicked");
      location.href = "/bare";
    });
    await ann.page.waitForURL("**/bare");
    await saw(id, ["Direct: Page Viewed /, Product Clicked"]);
    // the next page makes sure, and it still counts once
    await visit(ann, "/shoes");
    await saw(id, ["Direct: Page Viewed /, Product Clicked, Page Viewed /shoes"]);
  });
});

describe("without network", () => {
  const names = (id: string) => async (): Promise<string[]> =>
    (await wend.events()).filter(({ message }) => message.anonymousId === id).map(({ event, page }) => (event === "Page Viewed" ? `${page}` : event));

  it("keeps what happens, through reloads, and every event arrives exactly once", async () => {
    const ann = await somebody();
    // the shop is up, but Wend is not: the library comes from the browser's cache
    const id = await visit(ann, "/");
    await eventually(async () => expect(await names(id)()).toEqual(["/"]));
    await wend.stop();
    await ann.page.evaluate(() => void window.wend.track("A"));
    await pause(1500); // it has tried
    await ann.page.evaluate(() => void window.wend.track("B"));
    await go(ann, "Shoes");
    await ann.page.evaluate(() => void window.wend.track("C"));
    await ann.page.reload();
    await ann.page.waitForFunction(() => window.wend?.version);
    await wend.run();
    await eventually(async () => expect(await names(id)()).toEqual(["/", "A", "B", "/shoes", "C", "/shoes"]), 10_000);
    const waiting = (): Promise<string[]> => ann.page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("wend_queue")));
    await eventually(async () => expect(await waiting()).toEqual([]));
    const sent = batches(ann).flatMap(({ batch }) => batch);
    const ids = new Map<string, Set<string>>();
    for (const { messageId, event, timestamp } of sent)
      ids.set(`${event} ${timestamp}`, (ids.get(`${event} ${timestamp}`) ?? new Set()).add(messageId));
    for (const each of ids.values()) expect(each.size).toBe(1);
  });

  it("counts once what a server took that died before it could say so", async () => {
    const ann = await somebody();
    const id = await visit(ann, "/");
    const happened = ["/"];
    for (let i = 0; i < 3; i++) {
      for (let j = 0; j < 5; j++) {
        const event = `Step ${i}.${j}`;
        happened.push(event);
        await ann.page.evaluate((event) => void window.wend.track(event), event);
        if (j === 2) void ann.page.evaluate(() => void window.wend.flush());
      }
      await wend.stop("SIGKILL");
      await wend.run();
    }
    await eventually(async () => expect(await names(id)()).toEqual(happened), 15_000);
  });

  it("goes on at once when the network is back", async () => {
    const ann = await somebody();
    const id = await visit(ann, "/");
    await eventually(async () => expect(await names(id)()).toEqual(["/"]));
    await ann.context.setOffline(true);
    await ann.page.evaluate(() => void window.wend.track("A"));
    await pause(4000); // the next try would be seconds away
    const asked = batches(ann).length;
    await ann.context.setOffline(false);
    await eventually(async () => expect(await names(id)()).toEqual(["/", "A"]), 1000);
    expect(batches(ann).length).toBe(asked + 1);
  });
});

describe("in a single-page app", () => {
  it("sees every screen once, with its title and the screen before", async () => {
    const ann = await somebody();
    const { page } = ann;
    const id = await visit(ann, "/app");
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
    const views = (await sessions("anonymous_id", id))[0]?.touchpoints.filter(({ type }) => type === "page") ?? [];
    expect(views.map(({ properties }) => properties.title)).toEqual(["Bright Shoes", "Shoes", "Sign in", "Shoes"]);
    expect(views[1]?.properties.referrer).toBe(`${shop.address}/app`);
  });

  it("sees screens behind # where they are pages", async () => {
    const site = await Site.open(element("data-hash"));
    const ann = await somebody();
    const id = await visit(ann, "/app#/cart", site);
    await ann.page.evaluate(() => void (location.hash = "#/pay"));
    await saw(id, ["Direct: Page Viewed /app/cart, Page Viewed /app/pay"]);
    await site.close();
  });

  it("sees a page again that the browser brings back whole", async () => {
    const ann = await somebody();
    const id = await visit(ann, "/");
    await saw(id, ["Direct: Page Viewed /"]);
    await ann.page.goto(`${shop.address}/bare`);
    await ann.page.goBack();
    await saw(id, ["Direct: Page Viewed /, Page Viewed /"]);
  });
});
