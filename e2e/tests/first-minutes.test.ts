// An owner's first five minutes, in the browser: from the printed link to the first journey.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { launch, visitor } from "../support/browser";
import { Site } from "../support/site";
import { eventually, Wend } from "../support/wend";

let wend: Wend;
let browser: Browser;
let site: Site | undefined;
beforeAll(async () => {
  [wend, browser] = await Promise.all([Wend.start(), launch()]);
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
  await wend?.close();
});

async function setUp(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.getByLabel("Your name").fill("Ada");
  await page.getByRole("textbox", { name: "Name of the business" }).fill("Ada's Bakery");
  await page.getByLabel("Mail address").fill("ada@example.com");
  await page.getByLabel(/^Password/).fill("correct horse battery");
  await page.getByRole("button", { name: /create/i }).click();
}

it("leads from the printed link to the first journey", async () => {
  const link = await eventually(() => new URL(/https?:\/\/\S+\/setup\?\S+/.exec(wend.printed)?.[0] ?? ""));
  const { context, page, complaints } = await visitor(browser, { viewport: { width: 1280, height: 900 }, locale: "en-IE" });
  await setUp(page, link.href);
  await page.waitForURL(/\/settings\/sources/);

  // The website's snippet.
  await page.getByRole("button", { name: "Add a source" }).click();
  await page.getByRole("button", { name: /Add and show/ }).click();
  const card = page.getByRole("region", { name: "Website", exact: true });
  await card.getByText("Waiting for the first event").waitFor();
  const snippet = await card.getByLabel("the snippet for Website", { exact: true }).textContent();
  expect(snippet).toContain("/sdk/wend.js");

  // A visitor of the website that has it.
  site = await Site.open(snippet ?? "");
  const shopper = await visitor(browser);
  await shopper.page.goto(site.address);
  await card.getByText(/events?, the last/).waitFor({ timeout: 15_000 });

  // And the journey is there.
  await page.getByRole("link", { name: "Customers", exact: true }).click();
  const first = page.getByRole("main").getByRole("link").first();
  await first.waitFor();
  await first.click();
  await page.getByText("Page Viewed").first().waitFor();
  expect(complaints.filter((text) => !/401/.test(text))).toEqual([]); // asking who is signed in, when nobody is
  await shopper.context.close();
  await context.close();
});

it("signs out, refuses a wrong password and signs in again", async () => {
  const { context, page } = await visitor(browser, { viewport: { width: 1280, height: 900 }, locale: "en-IE" });
  await page.goto(`${wend.host}/customers`);
  await page.waitForURL(/\/sign-in/);
  await page.getByLabel("Mail address").fill("ada@example.com");
  await page.getByLabel(/^Password/).fill("wrong horse battery");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("alert").waitFor();
  await page.getByLabel(/^Password/).fill("correct horse battery");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/\/customers/);
  await page.getByRole("heading", { level: 1, name: "Customers" }).waitFor();
  await page.getByRole("button", { name: /account and appearance/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.waitForURL(/\/sign-in/);
  await context.close();
});
