// Every screen, as an owner opens it: with the demo's data, at both widths and in both themes.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stumbles } from "../support/axe";
import { launch, visitor } from "../support/browser";
import { named, open as openScreen, screens } from "../support/screens";
import { Wend } from "../support/wend";

let wend: Wend;
let browser: Browser;
beforeAll(async () => {
  [wend, browser] = await Promise.all([Wend.start(["demo", "--customers", "3000", "--days", "60"]), launch()]);
});
afterAll(async () => {
  await browser?.close();
  await wend?.close();
});

const open = (page: Page, address: string) => openScreen(page, wend, { address });

describe.each([
  ["desktop, light", { viewport: { width: 1280, height: 900 }, colorScheme: "light" as const }],
  ["phone, dark", { viewport: { width: 390, height: 844 }, colorScheme: "dark" as const }],
])("%s", (_, options) => {
  it.each(named(screens))("%s", async (_, screen) => {
    const { context, page, complaints } = await visitor(browser, { ...options, locale: "en-IE", reducedMotion: "reduce" });
    // The content policy forbids scripts of others; the checker is one.
    await page.route(`${wend.host}/**`, async (route) => {
      if (route.request().resourceType() !== "document") return route.continue();
      const answer = await route.fetch();
      const headers = answer.headers();
      delete headers["content-security-policy"];
      return route.fulfill({ response: answer, headers });
    });
    await openScreen(page, wend, screen);
    expect(await page.getByRole("alert").allTextContents(), "alerts").toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), "fits the width").toBeLessThanOrEqual(options.viewport.width);
    expect(await stumbles(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });
});

it.each(["/", "/journeys", "/understand/insights", "/understand/voices", "/digest", "/understand/funnel", "/understand/paths", "/understand/trends", "/understand/retention", "/understand/rfm", "/understand/attribution", "/understand/sources", "/understand/landing", "/opportunities", "/dashboards/kit-ecommerce", "/customers", "/live"])("%s says how its numbers are counted", async (path) => {
  const { context, page } = await visitor(browser, { viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
  await open(page, path);
  const ask = page.getByRole("main").getByRole("button", { name: /^How .* (is|are) counted$/ });
  await ask.first().focus();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").getByRole("link", { name: "All words explained" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await context.close();
});

it("is shown under the strict content policy without a complaint", async () => {
  const { context, page, complaints, requests } = await visitor(browser);
  for (const path of ["/", "/journeys", "/understand/trends"]) await open(page, path);
  expect(complaints).toEqual([]);
  expect(requests.filter(({ url }) => !url.startsWith(wend.host) && !/^(data|blob):/.test(url)), "requests to others").toEqual([]);
  await context.close();
});

it("leads from a number to the people behind it, and to the journey of one of them", async () => {
  const { context, page } = await visitor(browser, { viewport: { width: 1280, height: 900 }, bypassCSP: true, reducedMotion: "reduce" });
  await open(page, "/understand/funnel");
  await page.getByRole("button", { name: /left/i }).first().click();
  const people = page.getByRole("dialog");
  const first = people.getByRole("link").first();
  await first.waitFor();
  expect(await stumbles(page), "with the list open").toEqual([]);
  await first.click();
  await page.waitForURL(/\/customers\/c_/);
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.getByText("Page Viewed").first().waitFor();
  expect(await stumbles(page), "on the customer's page").toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await stumbles(page), "on a phone").toEqual([]);
  await context.close();
});

it("is usable by keyboard alone", async () => {
  const { context, page } = await visitor(browser, { viewport: { width: 1280, height: 900 } });
  await open(page, "/");
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.textContent)).toMatch(/skip/i);
  for (let i = 0; i < 12 && (await page.evaluate(() => document.activeElement?.textContent)) !== "Journeys"; i++) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/journeys/);
  await context.close();
});

it("keeps the date range from screen to screen", async () => {
  const { context, page } = await visitor(browser, { viewport: { width: 1280, height: 900 } });
  await open(page, "/?range=7d");
  await page.getByRole("link", { name: "Journeys", exact: true }).click();
  await page.waitForURL(/\/journeys\?.*range=7d/);
  await page.getByRole("button", { name: /Date range: Last 7 days/ }).waitFor();
  await context.close();
});

it("puts a saved question on a dashboard, and shows it to strangers by its link alone", async () => {
  const { context, page, complaints } = await visitor(browser, { viewport: { width: 1280, height: 900 } });
  await open(page, "/understand/trends");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Name" }).fill("Who comes");
  await dialog.getByRole("combobox", { name: "Show it on a dashboard" }).click();
  await page.getByRole("option", { name: "On a new dashboard…" }).click();
  await dialog.getByRole("textbox", { name: "The new dashboard's name" }).fill("Monday");
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByText("is saved and stands on “Monday”").waitFor();
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Search everything" }).fill("monday");
  await page.getByRole("option", { name: "Monday", exact: true }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Monday" }).waitFor();
  await page.getByRole("heading", { level: 2, name: "Who comes" }).waitFor();
  await page.getByRole("button", { name: "Share", exact: true }).click();
  await page.getByRole("button", { name: "Make a link" }).click();
  const link = await page.getByRole("region", { name: "the link" }).textContent();
  await page.goto(link ?? "");
  await page.getByRole("heading", { level: 2, name: "Who comes" }).waitFor();
  await page.getByText("a day on average").first().waitFor();
  expect(await page.getByRole("link").allTextContents(), "ways into the app").toEqual([]);
  expect(complaints).toEqual([]);
  await context.close();
});
