// Firms: their list, one of them with its people, and every question counting them; and from there another business.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stumbles } from "../support/axe";
import { launch, visitor } from "../support/browser";
import { firms, named, open, settled } from "../support/screens";
import { walk } from "../support/walk";
import { Wend } from "../support/wend";

let wend: Wend;
let browser: Browser;
beforeAll(async () => {
  [wend, browser] = await Promise.all([Wend.start(["demo", "--world", "b2b", "--customers", "1500", "--days", "60"]), launch()]);
});
afterAll(async () => {
  await browser?.close();
  await wend?.close();
});

describe.each([
  ["desktop, light", { viewport: { width: 1280, height: 900 }, colorScheme: "light" as const }],
  ["phone, dark", { viewport: { width: 390, height: 844 }, colorScheme: "dark" as const }],
])("%s", (_, options) => {
  it("shows a firm and what its people did", async () => {
    const { context, page, complaints } = await visitor(browser, { ...options, locale: "en-IE", reducedMotion: "reduce", bypassCSP: true });
    await page.goto(`${wend.host}/accounts`);
    await page.getByRole("heading", { level: 1, name: "Accounts" }).waitFor();
    await settled(page);
    expect(await stumbles(page)).toEqual([]);
    const first = page.getByRole("table").getByRole("link").first();
    const name = (await first.textContent()) ?? "";
    await first.click();
    await page.getByRole("heading", { level: 1, name }).waitFor();
    await page.getByRole("heading", { level: 2, name: "The journey" }).waitFor();
    await page.getByRole("heading", { level: 2, name: "Its people" }).waitFor();
    await settled(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
    expect(await stumbles(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });
});

it.each(named(firms))("%s can be walked by Tab", async (_, screen) => {
  const { context, page, complaints } = await visitor(browser, { viewport: { width: 1280, height: 900 }, locale: "en-IE", reducedMotion: "reduce" });
  await open(page, wend, screen);
  const { stops, wrong } = await walk(page);
  expect(wrong).toEqual([]);
  expect(stops).toBeGreaterThan(5);
  expect(complaints).toEqual([]);
  await context.close();
});

it("counts firms in place of customers", async () => {
  const { context, page } = await visitor(browser, { viewport: { width: 1280, height: 900 }, locale: "en-IE" });
  await page.goto(`${wend.host}/understand/funnel`);
  await settled(page);
  const asked = page.waitForRequest((request) => request.url().endsWith("/query/funnel") && (request.postData() ?? "").includes('"counting":"accounts"'));
  await page.getByRole("radiogroup", { name: "Whose journeys are counted" }).getByText("Accounts").click();
  await asked;
  await page.waitForURL(/counting=accounts/);
  await page.getByRole("link", { name: "Journeys", exact: true }).click();
  await page.waitForURL(/journeys\?.*counting=accounts/);
  await context.close();
});

it("goes to another business and is asked to wait meanwhile", async () => {
  const { context, page } = await visitor(browser, { viewport: { width: 1280, height: 900 }, locale: "en-IE" });
  await page.goto(wend.host);
  await page.getByRole("button", { name: /Northlight/ }).click();
  await page.getByRole("menuitem", { name: /Sauer & Krume/ }).click();
  await page.getByRole("button", { name: /Sauer & Krume/ }).waitFor({ timeout: 150_000 });
  expect(await wend.api<{ world: string }>("GET", "/demo")).toMatchObject({ world: "bakery" });
  await context.close();
});
