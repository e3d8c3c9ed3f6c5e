// Every screen with the keyboard alone: Tab reaches whatever can be used, each stop has a name and shows that it
// has the focus, and the main actions do with Enter, space and arrows what they do with a pointer.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { launch, visitor } from "../support/browser";
import { named, open as openScreen, screens, settled } from "../support/screens";
import { walk } from "../support/walk";
import { Wend } from "../support/wend";

let wend: Wend;
let browser: Browser;
beforeAll(async () => {
  [wend, browser] = await Promise.all([Wend.start(["demo", "--customers", "400", "--days", "40"]), launch()]);
});
afterAll(async () => {
  await browser?.close();
  await wend?.close();
});

const open = (page: Page, address: string) => openScreen(page, wend, { address });

it.each(named(screens))("%s can be walked by Tab, and every stop has a name and shows itself", async (_, screen) => {
  const { context, page, complaints } = await visitor(browser, { viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
  await openScreen(page, wend, screen);
  const { stops, wrong } = await walk(page);
  expect(wrong).toEqual([]);
  expect(stops).toBeGreaterThan(screen.route === "/shared/$token" ? 0 : 5);
  expect(complaints).toEqual([]);
  await context.close();
});

it("opens the people behind a number with Enter, and gives the focus back with Escape", async () => {
  const { context, page, complaints } = await visitor(browser, { viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
  for (const [path, name] of [["/journeys", /customers, .* silent: see them/], ["/understand/paths", /see the customers/], ["/understand/trends", /see the customers/], ["/", /see the customers/], ["/understand/funnel", /see the people who left/]] as const) {
    await open(page, path);
    const number = page.getByRole("button", { name }).first();
    await number.focus();
    await page.keyboard.press("Enter");
    const people = page.getByRole("dialog");
    await people.getByRole("link").first().waitFor();
    await page.waitForURL(/people=/);
    await expect.poll(() => people.evaluate((dialog) => dialog.contains(document.activeElement)), { message: `${path}: the focus is in the list` }).toBe(true);
    await page.keyboard.press("Escape");
    await people.waitFor({ state: "hidden" });
    await expect.poll(() => number.evaluate((element) => element === document.activeElement), { message: `${path}: the focus is back` }).toBe(true);
    await page.waitForURL((url) => !url.search.includes("people="));
  }
  expect(complaints).toEqual([]);
  await context.close();
});

it("opens a list from its link alone, and changes tabs with the arrows", async () => {
  const { context, page, complaints } = await visitor(browser, { viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
  // Days that are over: the demo goes on living.
  const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
  await open(page, `/journeys?range=${day(40)}..${day(5)}`);
  await page.getByRole("button", { name: /customers, .* silent: see them/ }).first().focus();
  await page.keyboard.press("Enter");
  const people = page.getByRole("dialog");
  await people.getByRole("link").first().waitFor();
  await settled(page);
  const names = await people.getByRole("link").allTextContents();
  await page.goto(page.url());
  await people.getByRole("link").first().waitFor();
  await settled(page);
  expect(await people.getByRole("link").allTextContents()).toEqual(names);
  await open(page, "/live");
  await page.getByRole("tab", { name: "Customers on the way" }).focus();
  await page.keyboard.press("ArrowRight");
  await page.waitForURL(/tab=events/);
  expect(complaints).toEqual([]);
  await context.close();
});
