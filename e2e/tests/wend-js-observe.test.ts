// What our library notices without being asked, in a real browser: each thing
// arrives once, says what it should, and nothing of what was typed.
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { follow, type Visitor } from "../support/browser";
import { Shop } from "../support/shop";
import { Site } from "../support/site";
import { eventually, pause } from "../support/wend";

const shop = Shop.forTests();
let site: Site;
beforeAll(async () => {
  site = await Site.open(shop.observing());
  return () => site.close();
});

interface Noticed {
  event: string;
  page: string | null;
  properties: Record<string, any>;
}

/** Opens a page and waits for the second file of the library, too. */
async function open(person: Visitor, path: string, at = site): Promise<string> {
  const fetched = person.page.waitForResponse((answer) => answer.url().includes("/sdk/wend-observe.js"));
  const id = await shop.visit(person, path, at);
  const file = (await fetched).url();
  // It has begun: who asks for the same file after the library gets it after the library.
  await person.page.evaluate(`import(${JSON.stringify(file)}).then(() => new Promise((done) => setTimeout(done)))`);
  return id;
}

/** Scrolls there, until the page has been told and the library has looked. */
const scroll = (page: Page, top: number): Promise<void> =>
  page.evaluate((top) => new Promise<void>((done) => {
    addEventListener("scroll", () => setTimeout(done, 150), { once: true });
    scrollTo(0, top);
  }), top);

const leave = (page: Page): Promise<unknown> => page.goto(`${site.address}/bare`);

async function noticed(id: string, leftOut = ["Page Viewed", "Web Vitals"]): Promise<Noticed[]> {
  const own = (await shop.wend.events()).filter(({ message, event }) => message.anonymousId === id && !leftOut.includes(event));
  return own.map(({ event, page, properties }) => ({ event, page, properties }));
}

/** Exactly these, and after a while still exactly these. */
async function told(id: string, expected: unknown[], leftOut?: string[]): Promise<void> {
  await eventually(async () => expect(await noticed(id, leftOut)).toEqual(expected));
  await pause(300);
  expect(await noticed(id, leftOut)).toEqual(expected);
}

describe("forms", () => {
  const form = { selector: "form#contact", text: "Write to us" };

  it("given up are told with the last field, and never with what was typed", async () => {
    const ann = await shop.somebody();
    const id = await open(ann, "/contact");
    await ann.page.fill('[name="name"]', "Ann Secretive");
    await ann.page.fill("#mail", "ann@secretive.example");
    await ann.page.focus('[name="card"]');
    await ann.page.fill('[name="password"]', "hunter2secretive");
    await ann.page.fill('[name="secret"]', "secretive cat");
    await leave(ann.page);
    await told(id, [
      { event: "Form Started", page: "/contact", properties: { ...form, field: 'input[name="name"]' } },
      {
        event: "Form Abandoned",
        page: "/contact",
        properties: { ...form, fields: 3, seconds: expect.any(Number), last_field: 'input[name="password"]', last_field_text: "Password" },
      },
      { event: "Field Abandoned", page: "/contact", properties: { selector: 'input[name="card"]', text: "Card number", form: "form#contact" } },
    ]);
    expect(ann.requests.map(({ body }) => body).join()).not.toMatch(/secretive/i);
  });

  it("sent off are submitted and not given up", async () => {
    const ann = await shop.somebody();
    const id = await open(ann, "/contact");
    await ann.page.fill('[name="name"]', "Ann");
    await ann.page.click("text=Send");
    await ann.page.waitForURL("**/thanks*");
    await told(id, [
      { event: "Form Started", page: "/contact", properties: { ...form, field: 'input[name="name"]' } },
      { event: "Form Submitted", page: "/contact", properties: { ...form, fields: 1, seconds: expect.any(Number) } },
    ]);
  });

  it("looked at only are none", async () => {
    const ann = await shop.somebody();
    const id = await open(ann, "/contact");
    await ann.page.focus('[name="name"]');
    await leave(ann.page);
    await eventually(async () => expect(await noticed(id, [])).toContainEqual(expect.objectContaining({ event: "Web Vitals" })));
    await told(id, []);
  });
});

describe("clicks", () => {
  const dead = (selector: string, text: string) => ({ event: "Dead Click", page: "/trouble", properties: { selector, text } });

  it("after which nothing happens are dead, once for each thing", async () => {
    const ann = await shop.somebody();
    const id = await open(ann, "/trouble");
    for (const selector of [".pay-now", ".card", "#nothing", "#late", ".pay-now"]) {
      await ann.page.click(selector);
      await pause(1200);
    }
    await eventually(async () => expect(await noticed(id)).toHaveLength(4));
    await told(id, [
      dead("button.pay-now", "Pay now"),
      dead("div.card", "A card that looks like a link"),
      dead("a#nothing", "Nowhere"),
      dead("button#late", "Look it up"),
    ]);
  });

  it("after which something happens are alive", async () => {
    const ann = await shop.somebody();
    const id = await open(ann, "/trouble");
    for (const selector of ["#more", "#press", "text=Mail", ".quiet", "h1", "text=Down"]) {
      await ann.page.click(selector);
      await pause(1100);
    }
    await told(id, []);
  });

  it("again and again on one place are rage, told once with their number", async () => {
    const ann = await shop.somebody();
    const id = await open(ann, "/trouble");
    await ann.page.click("#more", { clickCount: 2 });
    await pause(1100);
    await ann.page.click(".pay-now", { clickCount: 5, delay: 20 });
    const told = (): Promise<Noticed[]> => noticed(id);
    await eventually(async () => expect(await told()).toHaveLength(2));
    await pause(300);
    const both = (await told()).sort((a, b) => a.event.localeCompare(b.event));
    expect(both).toEqual([
      dead("button.pay-now", "Pay now"),
      { event: "Rage Click", page: "/trouble", properties: { selector: "button.pay-now", text: "Pay now", clicks: 5 } },
    ]);
  });
});

describe("links", () => {
  it("that lead away, and files, are told without what their address carries", async () => {
    const ann = await shop.somebody();
    const id = await open(ann, "/links");
    const { page } = ann;
    await page.click("text=Our partner");
    await page.click("text=Hidden");
    await page.click("text=Save the cart");
    await Promise.all([page.waitForEvent("requestfinished", (request) => request.url().includes("Size")), page.click("text=Size guide")]);
    await told(id, [
      {
        event: "Outbound Link Clicked",
        page: "/links",
        properties: { url: "http://127.0.0.1:9/partner", host: "127.0.0.1:9", selector: "a.partner", text: "Our partner" },
      },
      { event: "File Downloaded", page: "/links", properties: { url: `${site.address}/cart`, file: "cart", selector: "main a", text: "Save the cart" } },
      {
        event: "File Downloaded",
        page: "/links",
        properties: { url: `${site.address}/files/Size%20guide.pdf`, file: "Size%20guide.pdf", extension: "pdf", selector: "main a", text: "Size guide" },
      },
    ]);
  });
});

describe("script errors", () => {
  it("are told once for a page view, with their place and without secrets", async () => {
    const ann = await shop.somebody();
    const id = await open(ann, "/trouble?visitor=42");
    for (let i = 0; i < 3; i++) await ann.page.click("#break", { delay: 10 });
    await pause(1100);
    await ann.page.click("#reject");
    const place = { filename: `${site.address}/trouble`, line: expect.any(Number), column: expect.any(Number) };
    await eventually(async () => expect(await noticed(id, ["Page Viewed", "Rage Click"])).toHaveLength(2));
    await told(
      id,
      [
        { event: "Script Error", page: "/trouble", properties: { message: "TypeError: no sheet for … at https://pay.example/sheet", ...place } },
        { event: "Script Error", page: "/trouble", properties: { message: "RangeError: too much", ...place } },
      ],
      ["Page Viewed", "Rage Click"],
    );
  });

  it("before the second file has come are told too", async () => {
    const early = await Site.open(`${shop.observing()}<script>
      addEventListener("DOMContentLoaded", () => { const wait = setInterval(() => { if (window.wend && wend.version) { clearInterval(wait); nothingOfThatName(); } }, 1); });
    </script>`);
    const ann = await shop.somebody();
    const id = await open(ann, "/", early);
    await told(id, [{ event: "Script Error", page: "/", properties: expect.objectContaining({ message: "ReferenceError: nothingOfThatName is not defined" }) }]);
    await early.close();
  });
});

describe("a page view", () => {
  it("tells how far it was seen and how fast it was, once", async () => {
    const ann = await shop.somebody({ viewport: { width: 800, height: 800 } });
    const id = await open(ann, "/story");
    const { page } = ann;
    await scroll(page, 4300); // of about 8,100 pixels, 5,100 are seen
    await scroll(page, 0);
    await page.evaluate(() => {
      const slot = document.getElementById("slot") as HTMLElement;
      slot.style.height = "300px"; // below what is seen: no shift
      const banner = document.createElement("p");
      banner.style.cssText = "height: 200px; margin: 0";
      document.body.prepend(banner);
    });
    await page.click("#slow"); // scrolls down to it
    await pause(300);
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pagehide"))); // hidden, and shown again
    await leave(page);
    await eventually(async () => expect(await noticed(id, ["Page Viewed", "Dead Click"])).toHaveLength(2));
    await pause(300);
    const all = await noticed(id, ["Page Viewed", "Dead Click"]);
    expect(all).toHaveLength(2);
    expect(all.find(({ event }) => event === "Page Scrolled")).toEqual({ event: "Page Scrolled", page: "/story", properties: { depth: 100 } });
    const vitals = all.find(({ event }) => event === "Web Vitals");
    expect(vitals?.page).toBe("/story");
    const { lcp, fcp, ttfb, cls, inp } = vitals?.properties ?? {};
    expect(ttfb).toBeGreaterThanOrEqual(0);
    expect(fcp).toBeGreaterThan(0);
    expect(lcp).toBeGreaterThanOrEqual(fcp);
    expect(cls).toBeGreaterThan(0.01);
    expect(cls).toBeLessThan(1);
    expect(inp).toBeGreaterThanOrEqual(112);
    expect(inp).toBeLessThan(60_000);
  });

  it("in a single-page app ends with the address, and its summary belongs to it", async () => {
    const ann = await shop.somebody({ viewport: { width: 800, height: 600 } });
    const id = await open(ann, "/app");
    const { page } = ann;
    await page.evaluate(() => (document.body.style.minHeight = "2400px"));
    await scroll(page, 700); // 1300 of 2400
    await follow(page, "Shoes");
    await eventually(async () => expect((await noticed(id, [])).map(({ event, page }) => `${event} ${page}`)).toContain("Page Viewed /app/shoes"));
    const summary = (await noticed(id, [])).map(({ event, page }) => `${event} ${page}`);
    expect(summary).toEqual(["Page Viewed /app", "Page Scrolled /app", "Web Vitals /app", "Page Viewed /app/shoes"]);
    await page.fill("#colour", "red");
    await leave(page);
    await eventually(async () => expect((await noticed(id)).map(({ event }) => event)).toContain("Page Scrolled"));
    expect((await noticed(id)).filter(({ page }) => page === "/app")).toEqual([{ event: "Page Scrolled", page: "/app", properties: { depth: 50 } }]);
  });
});

describe("each of it", () => {
  it("can be switched off", async () => {
    const off = await Site.open(
      shop.observing('data-forms="false" data-rage-clicks="false" data-dead-clicks="false" data-scroll="false" data-errors="false" data-vitals="false" data-outbound="false" data-downloads="false"'),
    );
    const ann = await shop.somebody();
    const id = await open(ann, "/trouble", off);
    await ann.page.click(".pay-now", { clickCount: 4 });
    await ann.page.click("#break");
    await pause(1200);
    await scroll(ann.page, 5000);
    await ann.page.goto(`${off.address}/contact`);
    await ann.page.waitForFunction(() => window.wend?.version);
    await ann.page.fill('[name="name"]', "Ann");
    await ann.page.goto(`${off.address}/shoes`);
    await eventually(async () => expect((await noticed(id, [])).map(({ page }) => page)).toEqual(["/trouble", "/contact", "/shoes"]));
    expect(await noticed(id, ["Page Viewed"])).toEqual([]);
    await off.close();
  });

  it("comes in a second file that is kept for good, and asks nobody else", async () => {
    const ann = await shop.somebody();
    const [answer] = await Promise.all([ann.page.waitForResponse((answer) => answer.url().includes("/sdk/wend-observe.js")), shop.visit(ann, "/", site)]);
    expect(answer.url()).toMatch(/\/sdk\/wend-observe\.js\?v=[0-9a-f]{12}$/);
    expect(answer.headers()["cache-control"]).toContain("immutable");
    expect(ann.requests.filter(({ url }) => !url.startsWith(shop.wend.host) && !url.startsWith(site.address))).toEqual([]);
    expect(ann.complaints).toEqual([]);
  });
});
