// Every screen with the keyboard alone: Tab reaches whatever can be used, each stop has a name and shows that it
// has the focus, and the main actions do with Enter, space and arrows what they do with a pointer.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { launch, visitor } from "../support/browser";
import { Wend } from "../support/wend";

const screens = ["/", "/journeys", "/understand/funnel", "/understand/paths", "/understand/trends", "/understand/insights", "/digest", "/understand/retention", "/understand/rfm", "/understand/attribution", "/understand/sources", "/understand/landing",
  "/opportunities", "/journeys/maps", "/dashboards", "/dashboards/kit-ecommerce", "/saved", "/plan", "/glossary", "/settings/imports", "/settings/notes", "/settings/people", "/settings/security", "/settings/audit",
  "/customers", "/settings/sources", "/settings/stages", "/settings/events", "/settings/identity", "/settings/quarantine", "/settings/tokens", "/settings/general"];

let wend: Wend;
let browser: Browser;
beforeAll(async () => {
  [wend, browser] = await Promise.all([Wend.start(["demo", "--customers", "400", "--days", "40"]), launch()]);
});
afterAll(async () => {
  await browser?.close();
  await wend?.close();
});

async function open(page: Page, path: string): Promise<void> {
  await page.goto(wend.host + path);
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.waitForFunction(() => ![...document.querySelectorAll("[role=status]")].some((e) => e.textContent?.endsWith("…")));
}

/** Marks what can be used, and says what of it Tab will never reach or a screen reader cannot name. */
function inspect(): { expected: number; wrong: string[] } {
  const usable = "a[href], button, input, select, textarea, summary, [role=button], [role=tab], [role=radio], [role=switch], [role=menuitem]";
  const wrong: string[] = [];
  let expected = 0;
  for (const element of document.querySelectorAll<HTMLElement>(usable)) {
    const seen = element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
    if (!seen || element.matches(":disabled, [aria-disabled=true]") || element.closest("[inert], [aria-hidden=true]")) continue;
    const tells = element.outerHTML.slice(0, 140);
    const labelled = (element.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent ?? "").join("");
    const labels = [...((element as HTMLInputElement).labels ?? [])].map((label) => label.textContent).join("");
    const name = element.getAttribute("aria-label") || labelled || labels || element.textContent || element.getAttribute("title") || "";
    if (name.trim() === "") wrong.push(`has no name: ${tells}`);
    // One of a group is the group's stop; the arrows reach the others.
    const grouped = element.matches("[role=tab], [type=radio], [role=radio]");
    if (element.tabIndex < 0 && !grouped) wrong.push(`is not reached by Tab: ${tells}`);
    if (element.tabIndex >= 0 && !grouped) {
      element.dataset.expected = "yes";
      expected++;
    }
  }
  return { expected, wrong };
}

/** The stop that has the focus: its place in what was expected, and whether one sees that it has it. */
function stop(): { done: boolean; plain: string | null } {
  const element = document.activeElement as HTMLElement | null;
  if (!element || element === document.body) return { done: true, plain: null };
  const again = element.dataset.visited === "yes";
  element.dataset.visited = "yes";
  const shows = (style: CSSStyleDeclaration) => (style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  const focused = getComputedStyle(element);
  // A field may show it by its border, a card by what lies over it, a part of a drawing by its stroke.
  const visible = shows(focused) || shows(getComputedStyle(element, "::after")) || element.matches("input, textarea, select") || element instanceof SVGElement || element.closest("label") !== null;
  return { done: again, plain: visible ? null : element.outerHTML.slice(0, 140) };
}

it.each(screens)("%s can be walked by Tab, and every stop has a name and shows itself", async (path) => {
  const { context, page, complaints } = await visitor(browser, { viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
  await open(page, path);
  const { expected, wrong } = await page.evaluate(inspect);
  expect(wrong).toEqual([]);
  expect(expected).toBeGreaterThan(5);
  const plain: string[] = [];
  for (let i = 0; i < expected + 60; i++) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(stop);
    if (at.done) break;
    if (at.plain) plain.push(at.plain);
  }
  expect(plain, "stops that do not show the focus").toEqual([]);
  expect(await page.evaluate(() => [...document.querySelectorAll<HTMLElement>("[data-expected]:not([data-visited])")].map((e) => e.outerHTML.slice(0, 140))), "never reached").toEqual([]);
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
    expect(page.url(), path).toContain("people=");
    expect(await people.evaluate((dialog) => dialog.contains(document.activeElement)), `${path}: the focus is in the list`).toBe(true);
    await page.keyboard.press("Escape");
    await people.waitFor({ state: "hidden" });
    await page.waitForFunction(() => document.activeElement !== document.body);
    expect(await number.evaluate((element) => element === document.activeElement), `${path}: the focus is back`).toBe(true);
    expect(page.url(), path).not.toContain("people=");
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
  const names = await people.getByRole("link").allTextContents();
  await page.goto(page.url());
  await people.getByRole("link").first().waitFor();
  expect(await people.getByRole("link").allTextContents()).toEqual(names);
  await open(page, "/live");
  await page.getByRole("tab", { name: "Customers on the way" }).focus();
  await page.keyboard.press("ArrowRight");
  await page.waitForURL(/tab=events/);
  expect(complaints).toEqual([]);
  await context.close();
});
