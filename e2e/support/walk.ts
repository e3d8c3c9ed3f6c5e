// Walks a page, or one dialog of it, with the keyboard alone.
import type { Locator, Page } from "playwright-core";

/** Marks what can be used, and says what of it Tab will never reach or a screen reader cannot name. */
function inspect(root: Element): { expected: number; wrong: string[] } {
  const usable = "a[href], button, input, select, textarea, summary, [role=button], [role=tab], [role=radio], [role=switch], [role=menuitem]";
  const wrong: string[] = [];
  let expected = 0;
  for (const mark of document.querySelectorAll<HTMLElement>("[data-expected], [data-visited]")) {
    delete mark.dataset.expected;
    delete mark.dataset.visited;
  }
  for (const element of root.querySelectorAll<HTMLElement>(usable)) {
    const seen = element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
    if (!seen || element.matches(":disabled, [aria-disabled=true]") || element.closest("[inert], [aria-hidden=true]")) continue;
    const tells = element.outerHTML.slice(0, 140);
    const labelled = (element.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent ?? "").join("");
    const labels = [...((element as HTMLInputElement).labels ?? [])].map((label) => label.textContent).join("");
    const name = element.getAttribute("aria-label") || labelled || labels || element.textContent || element.getAttribute("title") || "";
    if (name.trim() === "") wrong.push(`has no name: ${tells}`);
    // One of a group is the group's stop; the arrows reach the others. A list under a field is reached by its arrows.
    const grouped = element.matches("[role=tab], [type=radio], [role=radio], [role^=menuitem]");
    if (element.tabIndex < 0 && !grouped) wrong.push(`is not reached by Tab: ${tells}`);
    if (element.tabIndex >= 0 && !grouped) {
      element.dataset.expected = "yes";
      expected++;
    }
  }
  return { expected, wrong };
}

/** The stop that has the focus: whether it had it before, and whether one sees that it has it. */
async function stop(): Promise<{ done: boolean; plain: string | null }> {
  // A dialog looks a moment after the key whether the focus has left a field of several parts.
  await new Promise((done) => setTimeout(done));
  const element = document.activeElement as HTMLElement | null;
  // After the last stop, and where what had the focus went away: the next Tab goes on from there.
  if (!element || element === document.body) return { done: false, plain: null };
  // A field of several parts, such as a date, is several stops.
  const again = element.dataset.visited === "yes" && element.dataset.last !== "yes";
  for (const last of document.querySelectorAll<HTMLElement>("[data-last]")) delete last.dataset.last;
  element.dataset.last = element.dataset.visited = "yes";
  const shows = (style: CSSStyleDeclaration) => (style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  const focused = getComputedStyle(element);
  // A field may show it by its border, a card by what lies over it, a part of a drawing by its stroke.
  const visible = shows(focused) || shows(getComputedStyle(element, "::after")) || element.matches("input, textarea, select") || element instanceof SVGElement || element.closest("label") !== null;
  return { done: again, plain: visible ? null : element.outerHTML.slice(0, 140) };
}

/** Goes from stop to stop until the first comes again. Says how many there are, and all that is wrong with them. */
export async function walk(page: Page, within: Locator = page.locator("body")): Promise<{ stops: number; wrong: string[] }> {
  const { expected, wrong } = await within.evaluate(inspect);
  for (let i = 0; i < expected + 60; i++) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(stop);
    if (at.done) break;
    if (at.plain) wrong.push(`does not show the focus: ${at.plain}`);
  }
  const missed = await page.evaluate(() => [...document.querySelectorAll<HTMLElement>("[data-expected]:not([data-visited])")].map((e) => `never reached: ${e.outerHTML.slice(0, 140)}`));
  return { stops: expected, wrong: [...wrong, ...missed] };
}

/** Goes on by Tab until the element has the focus. */
export async function reach(page: Page, element: Locator, within = 80): Promise<void> {
  await element.waitFor();
  for (let i = 0; i < within; i++) {
    if (await element.evaluate((one) => one === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not reach ${element} in ${within} steps`);
}
