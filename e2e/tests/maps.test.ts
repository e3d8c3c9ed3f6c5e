// A journey map as its owner uses it: made, written into, taken back, kept, narrowed to a persona, taken along.
import { readFile } from "node:fs/promises";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { launch, visitor } from "../support/browser";
import { sheets } from "../support/pdf";
import { settled } from "../support/screens";
import { eventually, Wend } from "../support/wend";

let wend: Wend;
let browser: Browser;
beforeAll(async () => {
  [wend, browser] = await Promise.all([Wend.start(["demo", "--customers", "400", "--days", "40"]), launch()]);
});
afterAll(async () => {
  await browser?.close();
  await wend?.close();
});

type Kept = { items: { name: string; personas: { name: string; segment?: unknown }[]; cells: { stage: string; actions?: string[]; owner?: string; touchpoints?: { name: string }[] }[]; ideal?: { steps: { event: string; optional?: boolean; within?: string }[]; loops?: boolean } }[] };
const kept = async () => (await wend.api<Kept>("GET", "/journey-maps")).items[0];

it("is made of the stages, written into where it stands, and taken back", async () => {
  const { context, page, complaints } = await visitor(browser, { viewport: { width: 1280, height: 900 }, locale: "en-IE", reducedMotion: "reduce" });
  await page.goto(`${wend.host}/journeys/maps`);
  await page.getByRole("button", { name: "Make the first map" }).click();
  await page.waitForURL(/\/journeys\/maps\/./);
  await settled(page);

  await page.getByRole("button", { name: /^Actions in Awareness/ }).click();
  await page.keyboard.type("Sees the market stall\nReads a friend's post");
  await page.keyboard.press("Tab");
  await eventually(async () => expect((await kept())?.cells.find(({ stage }) => stage === "awareness")?.actions).toEqual(["Sees the market stall", "Reads a friend's post"]));

  await page.getByRole("button", { name: /^Owner of Decision/ }).click();
  await page.keyboard.type("Mara");
  await page.keyboard.press("Tab");
  await eventually(async () => expect((await kept())?.cells.find(({ stage }) => stage === "decision")?.owner).toBe("Mara"));
  await page.getByRole("button", { name: "Undo" }).click();
  await eventually(async () => expect((await kept())?.cells.find(({ stage }) => stage === "decision")?.owner ?? "").toBe(""));

  await page.reload();
  await page.getByText("Sees the market stall").waitFor();
  expect(await page.getByText("Mara", { exact: true }).count()).toBe(0);
  expect(complaints).toEqual([]);
  await context.close();
});

it("has a persona of any rule, and is a picture of the whole map on a telephone too", async () => {
  const { context, page, complaints } = await visitor(browser, { viewport: { width: 390, height: 844 }, locale: "en-IE", reducedMotion: "reduce", acceptDownloads: true });
  await page.goto(`${wend.host}/journeys/maps`);
  await page.getByRole("link", { name: "Our customers' journey" }).click();
  await settled(page);
  await page.getByRole("button", { name: "+ Add a persona" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Name" }).fill("Buyers");
  await dialog.getByRole("button", { name: "+ Add a condition" }).click();
  await dialog.getByRole("combobox", { name: "Event", exact: true }).click();
  await page.getByRole("option", { name: "Order Completed", exact: true }).click();
  await dialog.getByText(/of \d+ customers match/).waitFor();
  await dialog.getByRole("button", { name: "Save" }).click();
  await eventually(async () => expect((await kept())?.personas.at(-1)).toMatchObject({ name: "Buyers", segment: { event: "Order Completed" } }));

  await settled(page);
  const coming = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download PNG" }).click();
  const picture = await readFile(await (await coming).path());
  const [width, height] = [picture.readUInt32BE(16), picture.readUInt32BE(20)];
  expect(width).toBeGreaterThan(2 * 390 * 2); // far beyond what the screen shows
  expect(height).toBeGreaterThan(800);
  expect(complaints).toEqual([]);
  await context.close();
});

it("opens the customers behind every number, and keeps the touchpoints in the order that they are put into", async () => {
  const { context, page, complaints } = await visitor(browser, { viewport: { width: 1280, height: 900 }, locale: "en-IE", reducedMotion: "reduce" });
  const touchpoints = async () => (await kept())?.cells.find(({ stage }) => stage === "consideration")?.touchpoints?.map(({ name }) => name) ?? [];
  await page.goto(`${wend.host}/journeys/maps`);
  await page.getByRole("link", { name: "Our customers' journey" }).click();
  const grid = page.getByRole("region", { name: "Journey map of Everybody" });
  // A share opens those who went on, and the list says as many as the cell does.
  const first = grid.getByRole("row", { name: /^Live numbers/ }).getByRole("cell").first();
  await first.getByRole("button", { name: /^\d+%/ }).click();
  const drawer = page.getByRole("dialog", { name: "Everybody who went on from Awareness" });
  await drawer.getByRole("link").first().waitFor();
  await page.keyboard.press("Escape");
  await drawer.waitFor({ state: "detached" });

  const before = await touchpoints();
  expect(before.length).toBeGreaterThan(1);
  const [one, two, ...rest] = before;
  const row = grid.getByRole("row", { name: /^Touchpoints/ }).getByRole("cell").nth(1);
  const shown = () => row.getByRole("listitem").evaluateAll((items) => items.map((item) => item.querySelector("span")?.textContent));
  await page.getByRole("button", { name: `What to do with ${two} in Consideration`, exact: true }).press("Alt+ArrowUp");
  await expect.poll(shown).toEqual([two, one, ...rest]);
  await eventually(async () => expect(await touchpoints()).toEqual([two, one, ...rest]));
  await page.getByRole("button", { name: "Undo" }).click();
  await eventually(async () => expect(await touchpoints()).toEqual(before));
  await page.getByRole("button", { name: `What to do with ${one} in Consideration`, exact: true }).press("Enter");
  await page.getByRole("menuitem", { name: "Move to Decision", exact: true }).click();
  await eventually(async () => expect((await kept())?.cells.find(({ stage }) => stage === "decision")?.touchpoints?.at(-1)?.name).toBe(one));
  await page.reload();
  await expect.poll(shown).toEqual([two, ...rest]);
  expect(complaints).toEqual([]);
  await context.close();
});

it("is printed across its own paper, with whose days these are and without what only hands can use", async () => {
  const { context, page, complaints } = await visitor(browser, { viewport: { width: 1280, height: 900 }, locale: "en-IE", colorScheme: "dark", reducedMotion: "reduce" });
  await page.goto(`${wend.host}/journeys/maps?range=2026-01-05..2026-01-18`);
  const print = async () => sheets(await page.pdf({ preferCSSPageSize: true }));
  await page.getByRole("link", { name: "Our customers' journey" }).click();
  await page.getByText("Sees the market stall").waitFor();
  await page.getByRole("radiogroup", { name: "Persona" }).getByText("Buyers", { exact: true }).click();
  await page.getByRole("region", { name: "Journey map of Buyers" }).waitFor();
  await settled(page);
  const paper = await print();
  expect(paper.every(({ width, height }) => width > height)).toBe(true);
  expect(paper.length).toBeLessThanOrEqual(2); // the map, and the ideal journey
  const lines = paper.map(({ text }) => text).join("\n").split("\n").map((line) => line.trim());
  expect(paper[0]?.text.replaceAll("\n", "")).toMatch(/^Our customers' journeyBuyers ?\(.*5 Jan 2026 to 18 Jan 2026/);
  for (const word of ["Awareness", "Advocacy", "Live numbers", "Actions", "Touchpoints", "Owner", "The ideal journey"]) expect(lines).toContain(word);
  for (const word of ["Print", "Rename", "Home", "+ Add", "×", "↑", "What do they do?", "+ Add a step", "Picture"]) expect(lines).not.toContain(word);
  // What is drawn before or after an element is lost in a picture of it; buttons with a label of their own are left out there.
  expect(await page.getByRole("region", { name: "Journey map of Buyers" }).evaluate((map) => [...map.querySelectorAll("*")].filter((e) => !e.closest(".mantine-Button-root") && ["::before", "::after"].some((part) => getComputedStyle(e, part).content !== "none")).map((e) => e.outerHTML))).toEqual([]);

  await page.getByRole("link", { name: "All journey maps" }).click();
  await page.getByRole("heading", { level: 1, name: "Journey maps", exact: true }).waitFor();
  expect((await print()).every(({ width, height }) => width < height)).toBe(true);
  expect(complaints).toEqual([]);
  await context.close();
});
