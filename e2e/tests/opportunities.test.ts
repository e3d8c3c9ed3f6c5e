// The life of an opportunity: found, tested, fixed and checked, dismissed.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { stumbles } from "../support/axe";
import { settled } from "../support/screens";
import { launch, visitor } from "../support/browser";
import { Wend } from "../support/wend";

let wend: Wend;
let browser: Browser;
beforeAll(async () => {
  [wend, browser] = await Promise.all([Wend.start(["demo", "--customers", "4000", "--days", "120"]), launch()]);
});
afterAll(async () => {
  await browser?.close();
  await wend?.close();
});

interface Found {
  id: string;
  sentence: string;
  state: string;
  check: { verdict: string; change: { value: number; low: number; high: number } } | null;
}

const queue = async (): Promise<Found[]> => ((await (await fetch(`${wend.host}/api/v1/opportunities`)).json()) as { items: Found[] }).items;

async function decide(page: Page, state: string): Promise<void> {
  await settled(page); // a card that grows carries its button away, and the menu with it
  await page.getByRole("button", { name: "Decide" }).first().click();
  await page.getByRole("menuitem", { name: state }).click();
}

/** The tab says how many there are. */
const tab = (page: Page, state: string, many: number) => page.getByText(`${state} (${many})`, { exact: true });

it("goes from open over tested and fixed to dismissed", async () => {
  const { context, page, complaints } = await visitor(browser, { viewport: { width: 1280, height: 900 }, bypassCSP: true, locale: "en-IE", reducedMotion: "reduce" });
  await page.goto(`${wend.host}/opportunities`);
  const sentence = page.getByRole("article").first().getByRole("heading", { level: 2 });
  await sentence.waitFor();
  expect((await sentence.textContent())?.replaceAll("\u00a0", " ")).toMatch(
    /^Of all who come to Checkout Started, \d+% do not go on to Order Completed, which looks only mildly bad; customers on mobile aged 18–34 are the (?:clearest )?cause: \d+% of them do not, of all others \d+%\.$/,
  );
  await page.getByText(/They go on \d+% less often than people alike \(95% interval \d+–\d+%\), which costs about \d+ orders a month\./).waitFor();

  // What gives it away is held against the others, with how sure that is, and explained beside it.
  const card = page.getByRole("article").first();
  await card.getByText(/^In \d+% of these visits a script failed, elsewhere in .*: (?:at least \d+ times as often \(with 95% certainty; .*\)|[\d.]+ times as often \(95% between [\d.]+ and [\d.]+\))\. Mostly: TypeError/).waitFor();
  await card.getByText(/^Of \d+ customers \d+% , 95% range \d+–\d+% went on, of people alike elsewhere \d+% , 95% range \d+–\d+%\.$/).waitFor();
  await card.getByRole("button", { name: "How What gives it away is counted", exact: true }).click();
  await page.getByRole("dialog", { name: "How What gives it away is counted" }).getByText(/^The share of these customers' visits that show it divided by/).waitFor();
  await page.keyboard.press("Escape");

  await decide(page, "Being tested");
  await tab(page, "Being tested", 1).click();
  await decide(page, "Fixed");
  await tab(page, "Fixed", 1).click();
  const check = page.getByRole("region", { name: "What became of it" });
  await check.getByText("Too early to say").waitFor();
  await expect.poll(() => check.textContent()).toMatch(/Too few to tell: \d+ of the segment tried since then, where 30 are needed/);

  // A month of attempts is enough to tell, within an interval. (What it tells is chance where nothing was mended: the business' days are those before today.)
  const before = new Date(Date.now() - 30 * 86_400_000).toISOString().slice(0, 10);
  await page.getByLabel("Mended on").fill(before);
  await check.getByText(/with 95% certainty/).waitFor();
  expect(await stumbles(page), "with a check").toEqual([]);
  const fixed = (await queue()).find(({ state }) => state === "fixed");
  expect(fixed?.check?.verdict).toMatch(/^(better|worse|unclear)$/);
  const { low, value, high } = fixed?.check?.change ?? { low: 0, value: 0, high: 0 };
  expect(low).toBeLessThan(value);
  expect(value).toBeLessThan(high);

  await decide(page, "Dismissed");
  await tab(page, "Dismissed", 1).click();
  await check.waitFor({ state: "detached" });
  await decide(page, "Open");
  await tab(page, "Dismissed", 0).waitFor();
  await expect.poll(async () => (await queue()).filter(({ state }) => state !== "open")).toEqual([]);
  expect(complaints).toEqual([]);
  await context.close();
});

it("can be stopped while it searches, and begun again", async () => {
  const { context, page } = await visitor(browser, { bypassCSP: true, locale: "en-IE", reducedMotion: "reduce" });
  const address = `${wend.host}/api/v1/opportunities`;
  await page.route(address, () => {}); // a search that takes its time
  await page.goto(`${wend.host}/opportunities`);
  await page.getByRole("progressbar", { name: "Share of the search that is done" }).waitFor({ state: "attached" }); // nothing is done yet: it has no width
  expect(await stumbles(page), "while it searches").toEqual([]);
  const given = page.waitForEvent("requestfailed", (request) => request.url() === address);
  await page.getByRole("button", { name: "Cancel" }).click();
  await given;
  await page.getByText("The search was stopped").waitFor();
  expect(await stumbles(page), "stopped").toEqual([]);
  await page.unroute(address);
  await page.getByRole("button", { name: "Search again" }).click();
  await page.getByRole("article").first().waitFor();
  await context.close();
});

it("streams its answer to who asks for it", async () => {
  const stream = await fetch(`${wend.host}/api/v1/query/friction`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
    body: JSON.stringify({ goal: { event: "Order Completed" } }),
  });
  expect(stream.headers.get("content-type")).toBe("text/event-stream");
  expect(await stream.text()).toMatch(/(event: progress\ndata: \{"done":[^\n]*\n\n)*event: answer\ndata: \{"sentence":[^\n]*\n\n$/);
});
