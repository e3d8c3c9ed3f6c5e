// Two groups side by side, and the profile of the best customers as a persona of a map.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { stumbles } from "../support/axe";
import { launch, visitor } from "../support/browser";
import { settled } from "../support/screens";
import { spenders } from "../support/spenders";
import { eventually, Wend } from "../support/wend";

let wend: Wend;
let browser: Browser;
let addresses: Awaited<ReturnType<typeof spenders>>;
beforeAll(async () => {
  [wend, browser] = await Promise.all([Wend.start(["demo", "--customers", "400", "--days", "40"]), launch()]);
  addresses = await spenders(wend);
  await eventually(() => wend.lookup("user_id", "spender-599"));
});
afterAll(async () => {
  await browser?.close();
  await wend?.close();
});

const wide = { viewport: { width: 1280, height: 900 }, locale: "en-IE", reducedMotion: "reduce" as const, bypassCSP: true };

it("says what is different between two groups, and who is behind it", async () => {
  const { context, page, complaints } = await visitor(browser, wide);
  await page.goto(wend.host + addresses.compare);
  await settled(page);
  const seen = page.getByRole("list", { name: "Beyond chance" }).getByRole("listitem").filter({ hasText: "Banner Seen" });
  expect(await seen.textContent()).toContain("+80 points");
  await page.getByRole("button", { name: /^300\s*: see the customers/ }).first().click();
  const people = page.getByRole("dialog");
  await people.getByRole("link").first().waitFor();
  await expect.poll(() => people.textContent()).toContain("300");
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: "Change the question" }).click();
  await page.getByRole("button", { name: "Mobile and desktop" }).click();
  await page.getByText("Mobile against desktop").waitFor();
  await settled(page);
  expect(await stumbles(page), "with the builder open").toEqual([]);
  expect(complaints).toEqual([]);
  await context.close();
});

it("makes the profile of the best customers a persona on a map", async () => {
  const { context, page, complaints } = await visitor(browser, wide);
  await page.goto(wend.host + addresses.ideal);
  await settled(page);
  await page.getByRole("heading", { level: 2, name: "Team: red" }).waitFor();
  await page.getByRole("button", { name: "Make it a persona on a map" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("The red team");
  await page.getByRole("button", { name: "Add the persona" }).click();
  await page.waitForURL(/\/journeys\/maps\/./);
  await page.getByText("The red team").first().waitFor();
  const { items } = await wend.api<{ items: { personas: { name: string; segment: unknown }[] }[] }>("GET", "/journey-maps");
  expect(items[0]?.personas.at(-1)).toMatchObject({ name: "The red team", segment: { property: "traits.team", op: "eq", value: "red" } });
  expect(complaints).toEqual([]);
  await context.close();
});
