// An owner's first five minutes, in the browser: from the printed link to the first journey.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { launch, visitor } from "../support/browser";
import { Site } from "../support/site";
import { eventually, serverKey, Wend } from "../support/wend";

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

it("leads from the printed link to the owner's own journey", async () => {
  const link = await eventually(() => new URL(/https?:\/\/\S+\/setup\?\S+/.exec(wend.printed)?.[0] ?? ""));
  const { context, page, complaints } = await visitor(browser, { viewport: { width: 1280, height: 900 }, locale: "en-IE", timezoneId: "Europe/Dublin" });
  const begun = performance.now();
  await setUp(page, link.href);

  // What kind of business it is; the rest is guessed.
  await page.waitForURL(/\/welcome/);
  await page.getByRole("heading", { level: 1, name: "What kind of business is it?" }).waitFor();
  await expect.poll(() => page.getByRole("textbox", { name: "Name" }).inputValue()).toBe("Ada's Bakery");
  await expect.poll(() => page.getByRole("combobox", { name: "Time zone" }).inputValue()).toBe("Europe/Dublin");
  await expect.poll(() => page.getByRole("combobox", { name: "Currency" }).inputValue()).toBe("EUR");
  await page.getByRole("radio", { name: /Local service/ }).check();
  await page.getByRole("button", { name: "Continue" }).click();

  // The website's line.
  await page.getByRole("heading", { level: 1, name: "Connect your website" }).waitFor();
  const snippet = await page.getByLabel("the snippet", { exact: true }).textContent();
  expect(snippet).toContain("/sdk/wend.js");
  await page.getByRole("button", { name: "It is in, go on" }).click();
  await page.getByText("Listening for the first event").waitFor();

  // The guide can be left at any time and goes on where it was.
  await page.getByRole("link", { name: "Skip for now" }).click();
  await page.getByRole("link", { name: "Go on with the guide" }).click();
  await page.getByText("Listening for the first event").waitFor();

  // The owner visits the website that has the line.
  site = await Site.open(snippet ?? "");
  const shopper = await visitor(browser);
  await shopper.page.goto(`${site.address}/shoes`);
  await page.getByRole("heading", { level: 1, name: "Your first journey" }).waitFor();
  await page.getByRole("region", { name: "The journey" }).getByText("Page Viewed").first().waitFor();
  const seconds = (performance.now() - begun) / 1000;
  console.log(`from the setup link to the first journey on screen: ${seconds.toFixed(1)} s`);
  expect(seconds).toBeLessThan(120);

  // It grows while they go on, and the kit is in.
  await shopper.page.getByRole("link", { name: "Red shoe" }).click();
  await page.getByText("/shoes/red").first().waitFor();
  expect(await wend.api<{ kit: string }>("GET", "/plan")).toMatchObject({ kit: "local-service" });
  await page.getByRole("link", { name: "Send what matters to you" }).click();
  await page.getByRole("heading", { level: 1, name: "Event plan" }).waitFor();
  expect(complaints.filter((text) => !/401/.test(text))).toEqual([]); // asking who is signed in, when nobody is
  await shopper.context.close();
  await context.close();
});

it("tells in the plan, as it happens, that an event comes under another name", async () => {
  const { context, page } = await visitor(browser, { viewport: { width: 1280, height: 900 }, locale: "en-IE" });
  await page.goto(`${wend.host}/plan`);
  await page.getByLabel("Mail address").fill("ada@example.com");
  await page.getByLabel(/^Password/).fill("correct horse battery");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/\/plan/);
  await page.getByText("Membership Started", { exact: true }).waitFor();
  const answer = await fetch(`${wend.host}/v1/track`, {
    method: "POST",
    headers: { Authorization: `Basic ${btoa(`${serverKey}:`)}` },
    body: JSON.stringify({ userId: "u-1", event: "membership_start", properties: { plan: "Ten visits" } }),
  });
  expect(answer.status).toBe(200);
  await page.getByText("“membership_start” came once").waitFor();
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
