// A business with a handful of customers: what rests on too few says so, and no percentage pretends otherwise.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { stumbles } from "../support/axe";
import { launch, type Visitor, visitor } from "../support/browser";
import { open, screens, settled } from "../support/screens";
import { eventually, serverKey, Wend } from "../support/wend";

const numbers = ["/", "/journeys", "/understand/insights", "/understand/voices", "/digest", "/understand/funnel", "/understand/paths", "/understand/trends", "/understand/retention", "/understand/rfm", "/understand/attribution",
  "/understand/sources", "/understand/landing", "/opportunities", "/journeys/maps/$id", "/dashboards/$id", "/customers", "/customers/$id", "/accounts", "/live"];
const wide = { viewport: { width: 1280, height: 900 }, locale: "en-IE", bypassCSP: true, reducedMotion: "reduce" as const };
let wend: Wend;
let browser: Browser;
let owner: Visitor;

beforeAll(async () => {
  [wend, browser] = await Promise.all([Wend.start(), launch()]);
  owner = await visitor(browser, wide);
  const token = await eventually(() => /https?:\/\/\S+\/setup\?token=(\S+)/.exec(wend.printed)?.[1] ?? Promise.reject(new Error("no link yet")));
  await owner.context.request.post(`${wend.host}/api/v1/setup`, { data: { token, name: "Ada", email: "ada@example.com", password: "correct horse battery", timezone: "UTC" } });
  await wend.api("POST", "/kits/ecommerce/apply", {});
  const day = 86_400_000;
  const batch = Array.from({ length: 7 }, (_, person) => [40, 12, 3].flatMap((ago) => {
    const at = (minutes: number) => new Date(Date.now() - ago * day + person * 3_600_000 + minutes * 60_000).toISOString();
    const track = (event: string, minutes: number, properties = {}) => ({ type: "track", userId: `u-${person}`, event, properties, timestamp: at(minutes) });
    return [
      { type: "page", userId: `u-${person}`, properties: { path: "/", url: "https://shop.example/", referrer: "https://www.google.com/" }, timestamp: at(0) },
      track("Product Viewed", 1, { product_id: "shoe" }),
      ...(person % 2 === 0 ? [track("Product Added", 2, { product_id: "shoe" })] : []),
      ...(person < 2 ? [track("Order Completed", 4, { order_id: `o-${person}-${ago}`, revenue: 40 + person, currency: "EUR" })] : []),
    ];
  })).flat();
  const answer = await fetch(`${wend.host}/v1/batch`, { method: "POST", headers: { Authorization: `Basic ${btoa(`${serverKey}:`)}` }, body: JSON.stringify({ batch }) });
  expect(answer.status).toBe(200);
  await eventually(async () => expect((await wend.api<{ items: unknown[] }>("GET", "/customers?limit=20")).items).toHaveLength(7));
});
afterAll(async () => {
  await browser?.close();
  await wend?.close();
});

/** Percentages that are no estimates: all of those one began with, and how sure a method is. */
const innocent = /(?<![\d.,])100\s?%|95\s?%(?= (?:confidence|certainty|range|interval))|\(95\s?%/g;

it.each(numbers)("%s shows no percentage of a handful", async (route) => {
  const screen = screens.find((one) => one.route === route);
  expect(screen).toBeDefined();
  const { page } = owner;
  await open(page, wend, { address: screen?.address ?? "" });
  for (const view of ["Picture", "Table"]) {
    for (const choice of await page.getByRole("main").locator("label").filter({ hasText: new RegExp(`^${view}$`) }).all()) await choice.click();
    await settled(page);
    const said = (await page.getByRole("main").innerText()).replace(innocent, "");
    expect([...said.matchAll(/.{0,60}\d\s?%.{0,20}/g)].map(([text]) => text), view).toEqual([]);
    // What is said to those who do not see it, and on pointing.
    const unseen = await page.getByRole("main").evaluate((main) => [...main.querySelectorAll("[aria-label], [title]")].map((e) => `${e.getAttribute("aria-label") ?? ""} ${e.getAttribute("title") ?? ""}`));
    expect(unseen.filter((text) => /\d\s?%/.test(text.replace(innocent, ""))), view).toEqual([]);
  }
  expect(await stumbles(page)).toEqual([]);
});

it("says of the repeat rate, the funnel and the moves that they are too few", async () => {
  const { page, complaints } = owner;
  for (const [path, words] of [["/", /too few/], ["/understand/funnel", /too few to say/], ["/understand/retention", /need 30/], ["/understand/rfm", /fewer than 30/], ["/understand/sources", /need 30/], ["/understand/attribution", /30 are needed/]] as const) {
    await open(page, wend, { address: path });
    await page.getByRole("main").getByText(words).first().waitFor();
  }
  expect(complaints.filter((text) => !/401/.test(text))).toEqual([]);
});
