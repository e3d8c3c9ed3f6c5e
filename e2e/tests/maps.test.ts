// A journey map as its owner uses it: made, written into, taken back, kept, narrowed to a persona, taken along.
import { readFile } from "node:fs/promises";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { launch, visitor } from "../support/browser";
import { sheets } from "../support/pdf";
import { settled } from "../support/screens";
import { eventually, pause, Wend } from "../support/wend";

let wend: Wend;
let browser: Browser;
beforeAll(async () => {
  [wend, browser] = await Promise.all([Wend.start(["demo", "--customers", "400", "--days", "40"]), launch()]);
  await wend.api("DELETE", "/journey-maps/demo"); // which a demo begins with: here is none yet
});
afterAll(async () => {
  await browser?.close();
  await wend?.close();
});

type Kept = { items: { name: string; personas: { name: string; segment?: unknown }[]; cells: { stage: string; actions?: string[]; owner?: string; touchpoints?: { name: string }[] }[]; ideal?: { steps: { event: string; optional?: boolean; within?: string }[]; loops?: boolean } }[] };
const kept = async () => (await wend.api<Kept>("GET", "/journey-maps")).items[0];

/** Writes into a cell where it stands. */
async function write(page: Page, cell: RegExp, text: string): Promise<void> {
  await page.getByRole("button", { name: cell }).click();
  await page.waitForFunction(() => document.activeElement?.matches("input, textarea"));
  await page.keyboard.type(text);
  await page.keyboard.press("Tab");
}

/** Drags as a hand does: it takes hold, sets out, comes over the place, and lets go. */
async function drag(page: Page, what: Locator, to: Locator): Promise<void> {
  await what.hover();
  await page.mouse.down();
  const { x, y } = await middle(what);
  await page.mouse.move(x + 8, y + 4, { steps: 2 });
  const end = await middle(to);
  await page.mouse.move(end.x, end.y, { steps: 6 });
  await page.mouse.move(end.x + 1, end.y);
  await page.mouse.up();
}

async function middle(of: Locator): Promise<{ x: number; y: number }> {
  const box = await of.boundingBox();
  if (!box) throw new Error(`${of} is not to be seen`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

it("is made of the stages, written into where it stands, and taken back", async () => {
  const { context, page, complaints } = await visitor(browser, { viewport: { width: 1280, height: 900 }, locale: "en-IE", reducedMotion: "reduce" });
  await page.goto(`${wend.host}/journeys/maps`);
  await page.getByRole("button", { name: "Make the first map" }).click();
  await page.waitForURL(/\/journeys\/maps\/./);
  await settled(page);

  await write(page, /^Actions in Awareness/, "Sees the market stall\nReads a friend's post");
  await eventually(async () => expect((await kept())?.cells.find(({ stage }) => stage === "awareness")?.actions).toEqual(["Sees the market stall", "Reads a friend's post"]));

  await write(page, /^Owner of Decision/, "Mara");
  await eventually(async () => expect((await kept())?.cells.find(({ stage }) => stage === "decision")?.owner).toBe("Mara"));
  await page.getByRole("button", { name: "Undo" }).click();
  await eventually(async () => expect((await kept())?.cells.find(({ stage }) => stage === "decision")?.owner ?? "").toBe(""));

  await page.reload();
  await page.getByText("Sees the market stall").waitFor();
  expect(await page.getByText("Mara", { exact: true }).count()).toBe(0);
  expect(complaints).toEqual([]);
  await context.close();
});

it("keeps a change that is made while the numbers of the one before are still on their way", async () => {
  await wend.api("PUT", "/journey-maps/hurry", { name: "Hurry", personas: [{ key: "all", name: "Everybody" }], cells: [] });
  const { context, page } = await visitor(browser, { viewport: { width: 1280, height: 900 }, locale: "en-IE", reducedMotion: "reduce" });
  await page.goto(`${wend.host}/journeys/maps/hurry`);
  await settled(page);
  let release = () => {};
  const gate = new Promise<void>((done) => (release = done));
  let late = 0;
  await page.route("**/api/v1/journey-maps/hurry*", async (route) => {
    // The answer is what it was before the second change, and comes after it; the second change takes long to store.
    if (route.request().method() === "GET" && late++ === 0) {
      const answer = await route.fetch();
      await gate;
      return route.fulfill({ response: answer }).catch(() => {});
    }
    if (late > 0 && route.request().method() === "PUT") await gate.then(() => pause(1000));
    return route.continue().catch(() => {});
  });
  await write(page, /^Actions in Awareness/, "Comes by");
  await expect.poll(() => late).toBe(1);
  await write(page, /^Owner of Decision/, "Mara");
  release();
  await pause(500);
  expect(await page.getByText("Mara", { exact: true }).isVisible(), "the second change is still there").toBe(true);
  await write(page, /^Owner of Purchase/, "Jonas");
  await eventually(async () => {
    const { cells } = await wend.api<Kept["items"][0]>("GET", "/journey-maps/hurry");
    expect(cells.flatMap(({ stage, actions = [], owner }) => [...actions, owner].filter(Boolean).map((text) => `${stage}: ${text}`)).sort()).toEqual(["awareness: Comes by", "decision: Mara", "purchase: Jonas"]);
  });
  await wend.api("DELETE", "/journey-maps/hurry");
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

it("lets touchpoints be dragged within a stage and to another, keeps them there, and takes that back", async () => {
  const named = (...names: string[]) => names.map((name) => ({ name }));
  await wend.api("PUT", "/journey-maps/dragged", { name: "Dragged", personas: [{ key: "all", name: "Everybody" }], cells: [
    { persona: "all", stage: "awareness", touchpoints: named("Poster", "Advert", "Newsletter") },
    { persona: "all", stage: "consideration", touchpoints: named("Catalogue") },
  ] });
  const stored = async () => Object.fromEntries((await wend.api<Kept["items"][0]>("GET", "/journey-maps/dragged")).cells.filter(({ touchpoints = [] }) => touchpoints.length > 0).map(({ stage, touchpoints = [] }) => [stage, touchpoints.map(({ name }) => name)]));
  const { context, page, complaints } = await visitor(browser, { viewport: { width: 1280, height: 1400 }, locale: "en-IE", reducedMotion: "reduce" });
  await page.goto(`${wend.host}/journeys/maps/dragged?${past}`);
  const grid = page.getByRole("region", { name: "Journey map of Everybody" });
  const cell = (nth: number) => grid.getByRole("row", { name: /^Touchpoints/ }).getByRole("cell").nth(nth);
  const item = (name: string) => grid.getByRole("listitem").filter({ hasText: name });
  const shown = () => Promise.all([0, 1, 2].map((nth) => cell(nth).getByRole("listitem").evaluateAll((items) => items.map((one) => one.querySelector("span")?.textContent))));
  /** So it stands on the screen at once, and soon in the store. */
  const stands = async (awareness: string[], consideration: string[], decision: string[] = []) => {
    await expect.poll(shown).toEqual([awareness, consideration, decision]);
    const full = Object.entries({ awareness, consideration, decision }).filter(([, names]) => names.length > 0);
    await eventually(async () => expect(await stored()).toEqual(Object.fromEntries(full)));
  };
  const undo = async () => {
    await page.getByRole("button", { name: "Undo", exact: true }).last().click();
  };
  await stands(["Poster", "Advert", "Newsletter"], ["Catalogue"]);
  await settled(page);

  await drag(page, item("Poster"), item("Newsletter")); // down: to where that stood
  await stands(["Advert", "Newsletter", "Poster"], ["Catalogue"]);
  await drag(page, item("Poster"), item("Advert")); // up
  await stands(["Poster", "Advert", "Newsletter"], ["Catalogue"]);
  await drag(page, item("Advert"), item("Catalogue")); // to another stage: before the one that it is let go on
  await stands(["Poster", "Newsletter"], ["Advert", "Catalogue"]);
  await undo();
  await stands(["Poster", "Advert", "Newsletter"], ["Catalogue"]);
  await drag(page, item("Newsletter"), cell(2)); // to a stage that has none yet
  await stands(["Poster", "Advert"], ["Catalogue"], ["Newsletter"]);
  await page.reload();
  await stands(["Poster", "Advert"], ["Catalogue"], ["Newsletter"]);

  // What is let go beside the map stays where it was.
  await settled(page);
  await drag(page, item("Poster"), page.getByRole("heading", { level: 1, name: "Dragged" }));
  await drag(page, item("Catalogue"), item("Poster")); // and the next is dragged as ever
  await stands(["Catalogue", "Poster", "Advert"], [], ["Newsletter"]);
  await wend.api("DELETE", "/journey-maps/dragged");
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

const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
const past = `range=${ago(36)}..${ago(9)}`; // of these days nothing changes any more

it("holds the journeys against an ideal that is drawn, and keeps it", async () => {
  await wend.api("PUT", "/journey-maps/drawn", { name: "Drawn", personas: [{ key: "all", name: "Everybody" }], cells: [] });
  const ideal = async () => (await wend.api<Kept["items"][0]>("GET", "/journey-maps/drawn")).ideal;
  const { context, page, complaints } = await visitor(browser, { viewport: { width: 1280, height: 900 }, locale: "en-IE", reducedMotion: "reduce" });
  let told: { customers: number; followed: { customers: number }; deviated: { customers: number } } | undefined;
  page.on("response", async (answer) => {
    // An answer that the page was reloaded over says nothing.
    if (answer.url().endsWith("/query/conformance") && answer.ok()) told = await answer.json().catch(() => told);
  });
  // What is shown at once is asked about only once it is stored, however long that takes.
  await page.route("**/journey-maps/drawn", async (route) => {
    if (route.request().method() === "PUT") await new Promise((done) => setTimeout(done, 250));
    await route.continue();
  });
  await page.goto(`${wend.host}/journeys/maps/drawn?${past}`);
  const card = page.getByRole("region", { name: "The ideal journey" });
  const names = () => card.getByRole("listitem").evaluateAll((items) => items.map((item) => item.textContent));
  await card.waitFor();
  await settled(page); // a list that is open goes when what it belongs to moves out of sight
  const add = async (event: string) => {
    await card.getByRole("combobox", { name: "Add a step" }).fill(event);
    await page.getByRole("option", { name: event, exact: true }).click();
    await card.getByRole("button", { name: `Remove ${event}`, exact: true }).waitFor();
  };
  await add("Product Viewed");
  await add("Page Viewed");
  await add("Product Added");
  await card.getByRole("button", { name: "Move Page Viewed up" }).click();
  await card.getByRole("checkbox", { name: "Product Added is optional" }).click();
  await expect.poll(() => card.getByRole("checkbox", { name: "Product Added is optional" }).isChecked()).toBe(true);
  await eventually(async () => expect(await ideal()).toEqual({ loops: true, steps: [{ event: "Page Viewed" }, { event: "Product Viewed" }, { event: "Product Added", optional: true }] }));

  const figure = page.getByRole("figure").filter({ hasText: "Ideal against actual" });
  const said = (pattern: RegExp) => figure.getByText(pattern).first().waitFor();
  const headline = () => figure.getByText(/^follow it:/).textContent();
  await settled(page); // answers to what was drawn on the way are no longer coming
  await eventually(async () => {
    expect(told?.followed.customers).toBeGreaterThanOrEqual(30);
    expect(told?.deviated.customers).toBeGreaterThanOrEqual(30);
    expect((await headline())?.replace(": see the customers", "")).toContain(`follow it: ${told?.followed.customers} of ${told?.customers}; with 95`);
  });
  await said(/are together worth about €[\d,.]+ (less|more) than as many who follow; with 95% confidence between €/);
  await said(/association, not a cause/);
  const strict = told;

  // Where they leave it, and who that is.
  const departure = figure.getByRole("listitem").filter({ hasText: /stopped before Product Viewed/i });
  await departure.getByRole("button", { name: /see the customers/ }).click();
  const drawer = page.getByRole("dialog", { name: "Customers who stopped before Product Viewed" });
  await drawer.getByRole("link").first().waitFor();
  await page.keyboard.press("Escape");
  await drawer.waitFor({ state: "detached" });

  // Whoever may not repeat anything leaves it sooner.
  await card.getByRole("switch", { name: "Customers may repeat steps and go back" }).click({ force: true });
  await eventually(() => expect(told?.followed.customers).toBeLessThan(strict?.followed.customers ?? 0));
  await said(/went back to|repeated/i);
  await page.getByRole("button", { name: "Undo" }).last().click();
  await eventually(async () => expect((await ideal())?.loops).toBe(true));

  await page.reload();
  await expect.poll(async () => (await names()).map((text) => text?.match(/Page Viewed|Product Viewed|Product Added/)?.[0])).toEqual(["Page Viewed", "Product Viewed", "Product Added"]);
  await expect.poll(() => card.getByRole("checkbox", { name: "Product Added is optional" }).isChecked()).toBe(true);
  await eventually(async () => expect((await headline())?.replace(": see the customers", "")).toContain(`follow it: ${strict?.followed.customers} of ${strict?.customers};`));
  expect(complaints).toEqual([]);
  await context.close();
});

it("shows stages of its own, in its own order and under its own names", async () => {
  const { context, page, complaints } = await visitor(browser, { viewport: { width: 1280, height: 900 }, locale: "en-IE", reducedMotion: "reduce" });
  await wend.api("PUT", "/journey-maps/own", { name: "Own stages", personas: [{ key: "all", name: "Everybody" }], cells: [{ persona: "all", stage: "awareness", actions: ["Walks past the window"] }] });
  await page.goto(`${wend.host}/journeys/maps/own?${past}`);
  const grid = page.getByRole("region", { name: "Journey map of Everybody" });
  const heads = () => grid.getByRole("columnheader").allTextContents();
  await expect.poll(heads).toEqual(["Awareness", "Consideration", "Decision", "Purchase", "Retention", "Advocacy"]);
  await page.getByRole("button", { name: "Stages", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Stages of this map" });
  for (const gone of ["Awareness", "Consideration", "Retention", "Advocacy"]) await dialog.getByRole("button", { name: `Remove ${gone}`, exact: true }).click();
  await dialog.getByRole("textbox", { name: "Name of stage 2" }).fill("Pays");
  await dialog.getByRole("textbox", { name: "Add a stage of this map's own" }).fill("Unboxing");
  await page.keyboard.press("Enter");
  await dialog.getByRole("button", { name: "Move Unboxing up" }).click();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect.poll(heads).toEqual(["Decision", "Unboxing", "Pays"]);
  await write(page, /^Delights in Unboxing/, "The ribbon");
  await eventually(async () => expect(await wend.api("GET", "/journey-maps/own")).toMatchObject({
    columns: [{ stage: "decision" }, { stage: "unboxing", name: "Unboxing" }, { stage: "purchase", name: "Pays" }],
    stages: [{ name: "Decision", counted: true }, { name: "Unboxing", counted: false }, { name: "Pays", counted: true }],
  }));

  await page.reload();
  await grid.getByText("The ribbon").waitFor();
  await expect.poll(heads).toEqual(["Decision", "Unboxing", "Pays"]);
  const live = grid.getByRole("row", { name: /^Live numbers/ }).getByRole("cell");
  await live.nth(1).getByText("Not counted: a stage of this map's own").waitFor();
  await live.nth(2).getByRole("button", { name: /see the customers/ }).first().waitFor();

  // Back to the workspace's stages, what was written of them is still there, and of the own one too.
  await page.getByRole("button", { name: "Stages", exact: true }).click();
  await dialog.getByRole("button", { name: "Use the workspace's stages" }).click();
  await grid.getByText("Walks past the window").waitFor();
  await page.getByRole("button", { name: "Undo" }).last().click();
  await grid.getByText("The ribbon").waitFor();
  await expect.poll(heads).toEqual(["Decision", "Unboxing", "Pays"]);
  expect(complaints).toEqual([]);
  await context.close();
});

it("shows who may only look everything, and nothing that would be refused", async () => {
  const { link } = await wend.api<{ link: string }>("POST", "/invitations", { email: "bob@example.com", role: "read_only" });
  const { context, page, complaints } = await visitor(browser, { viewport: { width: 1280, height: 900 }, locale: "en-IE", reducedMotion: "reduce" });
  const joined = await context.request.post(`${wend.host}/api/v1/invitation/accept`, { data: { token: new URL(link).hash.slice(1), name: "Bob", password: "another good password" } });
  expect(joined.status()).toBe(200);
  const refused: string[] = [];
  page.on("response", (answer) => {
    if (answer.status() === 403) refused.push(answer.url());
  });
  await page.goto(`${wend.host}/journeys/maps?${past}`);
  await page.getByRole("link", { name: "Drawn" }).waitFor();
  const controls = () => page.getByRole("main").locator("button, input, textarea, select, [draggable=true]").evaluateAll((all) => all.map((one) => one.getAttribute("aria-label") ?? one.closest("[role=radiogroup]")?.getAttribute("aria-label") ?? one.textContent));
  await expect.poll(controls).toEqual([]);
  await page.getByRole("link", { name: "Our customers' journey" }).click();
  await page.getByText("Sees the market stall").waitFor();
  await page.getByText("Customers may repeat steps and go back.").waitFor();
  await page.getByText(/^follow it:/).waitFor();
  await settled(page);
  // What remains is to choose, to take along, and to see the customers.
  const allowed = /^(How .* is counted|Print|Download PNG|Date range: .*|Persona|Show Ideal against actual as|Download or share .*|.*: see the customers|\S.*: .*, from .* customers? heard)$/;
  await expect.poll(async () => (await controls()).filter((name) => !allowed.test(name ?? ""))).toEqual([]);
  await page.getByRole("row", { name: /^Live numbers/ }).getByRole("button", { name: /see the customers/ }).first().click();
  await page.getByRole("dialog").getByRole("link").first().waitFor();
  expect(refused, "what the screen asked and Bob may not").toEqual([]);
  expect(complaints).toEqual([]);
  await context.close();
});
