// Dialogs, drawers and menus: opened with the keyboard, looked at by axe-core, walked, left with Escape.
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { stumbles } from "../support/axe";
import { launch, quiet, visitor } from "../support/browser";
import { type Layer, layers } from "../support/layers";
import { open } from "../support/screens";
import { walk } from "../support/walk";
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

const hasFocus = (element: Locator) => element.evaluate((one) => one === document.activeElement);

/** Opens it, and hands back what has opened. */
async function opened(page: Page, { kind, opener, first }: Layer): Promise<{ layer: Locator; by?: Locator }> {
  await first?.(page);
  const by = typeof opener === "string" ? undefined : opener(page);
  await by?.focus();
  await page.keyboard.press(typeof opener === "string" ? opener : "Enter");
  const layer = page.getByRole(kind);
  await layer.waitFor();
  // A dialog takes the focus first and hands it on to where it is meant to begin.
  const begun = (one: Element) => {
    const meant = one.querySelector("[data-autofocus]");
    return meant ? meant === document.activeElement : one.contains(document.activeElement);
  };
  await expect.poll(() => layer.evaluate(begun), { message: "the focus is in it" }).toBe(true);
  await layer.getByRole("status").filter({ hasText: /…$/ }).waitFor({ state: "detached" });
  await quiet(page);
  return { layer, ...(by && { by }) };
}

/** Every item of a menu has the focus in its turn. */
async function walkMenu(page: Page, menu: Locator): Promise<void> {
  const items = menu.locator("[role^=menuitem]:not(:disabled)");
  const count = await items.count();
  expect(count).toBeGreaterThan(0);
  await page.keyboard.press("Home");
  if (!(await hasFocus(items.first()))) await items.first().focus();
  for (let i = 0; i < count; i++) {
    await expect.poll(() => hasFocus(items.nth(i)), { message: `${await items.nth(i).textContent()} has the focus` }).toBe(true);
    await page.keyboard.press("ArrowDown");
  }
}

it.each(layers.map((layer): [string, Layer] => [layer.file, layer]))("%s", async (_, layer) => {
  const wide = { viewport: { width: 1280, height: 900 }, colorScheme: "light" as const };
  const narrow = { viewport: { width: 390, height: 844 }, colorScheme: "dark" as const };
  for (const options of layer.phone ? [narrow] : [wide, narrow]) {
    const { context, page, complaints } = await visitor(browser, { ...options, locale: "en-IE", reducedMotion: "reduce", bypassCSP: true });
    await open(page, wend, layer.on);
    const there = layer.file !== "app/frame/WorldMenu.tsx" || options === wide; // on a phone it is in the drawer
    if (there) {
      const { layer: above, by } = await opened(page, layer);
      expect(await stumbles(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), "fits the width").toBeLessThanOrEqual(options.viewport.width);
      if (layer.kind === "menu") await walkMenu(page, above);
      else {
        const { stops, wrong } = await walk(page, above);
        expect(wrong).toEqual([]);
        expect(stops).toBeGreaterThan(0);
        expect(await above.evaluate((dialog) => dialog.contains(document.activeElement)), "the focus stays in the dialog").toBe(true);
      }
      await page.keyboard.press("Escape");
      await above.waitFor({ state: "hidden" });
      if (by) await expect.poll(() => hasFocus(by), { message: "the focus is back" }).toBe(true);
    }
    expect(complaints).toEqual([]);
    await context.close();
  }
});
