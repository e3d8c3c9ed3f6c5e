// What stands before the app: the set-up, the guide of an empty installation, signing in, an invitation. The way through
// is gone with the keyboard alone; at each step axe-core looks at both widths and both themes, and Tab walks the page.
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { stumbles } from "../support/axe";
import { launch, type Visitor, visitor } from "../support/browser";
import { doors, settled } from "../support/screens";
import { reach, walk } from "../support/walk";
import { eventually, serverKey, Wend } from "../support/wend";

const desktop = { viewport: { width: 1280, height: 900 }, locale: "en-IE", timezoneId: "Europe/Dublin", bypassCSP: true, reducedMotion: "reduce" as const };
const password = "correct horse battery";
const seen = new Set<string>();
let wend: Wend;
let browser: Browser;
let owner: Visitor;
beforeAll(async () => {
  [wend, browser] = await Promise.all([Wend.start(), launch()]);
  owner = await visitor(browser, desktop);
});
afterAll(async () => {
  await browser?.close();
  await wend?.close();
});

/** Looks at the page at both widths and in both themes, and walks it. What is typed stays. */
async function look(page: Page, heading: string): Promise<void> {
  await page.getByRole("heading", { level: 1, name: heading }).waitFor();
  await settled(page);
  for (const colorScheme of ["light", "dark"] as const) {
    for (const viewport of [{ width: 390, height: 844 }, { width: 1280, height: 900 }]) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize(viewport);
      const which = `${heading}, ${viewport.width} px, ${colorScheme}`;
      expect(await stumbles(page), which).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), which).toBeLessThanOrEqual(viewport.width);
    }
  }
  expect((await walk(page)).wrong, heading).toEqual([]);
  seen.add(new URL(page.url()).pathname);
}

async function type(page: Page, field: Locator, text: string): Promise<void> {
  await reach(page, field);
  await page.keyboard.press("Control+a");
  await page.keyboard.type(text);
}

async function press(page: Page, button: Locator, key = "Enter"): Promise<void> {
  await reach(page, button);
  await page.keyboard.press(key);
}

const token = () => eventually(() => /https?:\/\/\S+\/setup\?token=(\S+)/.exec(wend.printed)?.[1] ?? Promise.reject(new Error("no link yet")));

it("sets up with the keyboard alone", async () => {
  const { page } = owner;
  await page.goto(`${wend.host}/setup`);
  await look(page, "Welcome to Wend"); // without its token it says where the link is
  await page.goto(`${wend.host}/setup?token=${await token()}`);
  await look(page, "Welcome to Wend");
  await type(page, page.getByLabel("Your name"), "Ada");
  await type(page, page.getByRole("textbox", { name: "Name of the business" }), "Ada's Bakery");
  await type(page, page.getByLabel("Mail address"), "ada@example.com");
  await type(page, page.getByLabel(/^Password/), password);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/welcome/);
});

it("moves nothing for somebody who asked for less motion", async () => {
  const page = await owner.context.newPage();
  await page.goto(`${wend.host}/welcome?tab=listen`); // where a dot beats as long as nothing comes
  await page.getByText("Listening for the first event").waitFor();
  const beating = () => page.evaluate(() => document.getAnimations().filter((one) => one.playState === "running").length);
  await expect.poll(beating).toBe(0);
  const changed = page.evaluate(async () => {
    let transitions = 0;
    document.addEventListener("transitionrun", () => transitions++);
    const dark = matchMedia("(prefers-color-scheme: dark)");
    await new Promise((done) => (dark.matches ? done(true) : dark.addEventListener("change", done, { once: true })));
    await new Promise((done) => setTimeout(done, 200));
    return transitions;
  });
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  expect(await changed).toBe(0);
  await page.close();
});

it("goes through the guide with the keyboard alone", async () => {
  const { page } = owner;
  await look(page, "What kind of business is it?");
  await reach(page, page.getByRole("radio").first());
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Space");
  await press(page, page.getByRole("button", { name: "Continue" }));

  await look(page, "Connect your website");
  await reach(page, page.getByRole("tab", { name: "My website" }));
  for (const way of ["Shopify", "WooCommerce", "Segment or RudderStack", "A file", "Someone else installs it"]) {
    await page.keyboard.press("ArrowRight");
    await page.getByRole("tab", { name: way, selected: true }).waitFor();
    expect(await stumbles(page), way).toEqual([]);
  }
  await press(page, page.getByRole("button", { name: "It is in, go on" }));

  await look(page, "Now open your website");
  // A page on which the clock goes faster: when nothing comes, there is help.
  const waiting = await owner.context.newPage();
  await waiting.clock.install();
  await waiting.goto(`${wend.host}/welcome?tab=listen`);
  await waiting.getByText("Listening for the first event").waitFor();
  await waiting.clock.fastForward(21_000);
  await waiting.getByRole("heading", { name: "No call has reached this server yet" }).waitFor();
  await look(waiting, "Now open your website");
  await waiting.close();

  for (const path of ["/", "/bread"]) {
    const sent = await fetch(`${wend.host}/v1/page`, {
      method: "POST",
      headers: { Authorization: `Basic ${btoa(`${serverKey}:`)}` },
      body: JSON.stringify({ anonymousId: "first", properties: { path, url: `https://bakery.example${path}` } }),
    });
    expect(sent.status).toBe(200);
  }
  await look(page, "Your first journey");
  await press(page, page.getByRole("link", { name: "Go to the home page" }).last());
  await page.waitForURL(`${wend.host}/`);
  expect(owner.complaints.filter((text) => !/401/.test(text))).toEqual([]); // asking who is signed in, when nobody is
});

it("lets somebody join, and says when an invitation does not work", async () => {
  const made = await owner.context.request.post(`${wend.host}/api/v1/invitations`, { data: { email: "bob@example.com", role: "analyst" } });
  const { link } = (await made.json()) as { link: string };
  const bob = await visitor(browser, desktop);
  await bob.page.goto(`${wend.host}/join#nonsense`);
  await look(bob.page, "This link does not work");
  await bob.page.goto(`${wend.host}/sign-in`); // another part of the same address would not open it anew
  await bob.page.goto(link);
  await look(bob.page, "Join Ada's Bakery");
  await type(bob.page, bob.page.getByLabel("Your name"), "Bob");
  await type(bob.page, bob.page.getByLabel(/^Password/), "another good password");
  await bob.page.keyboard.press("Enter");
  await bob.page.waitForURL(`${wend.host}/`);
  await bob.page.goto(`${wend.host}/setup`);
  await look(bob.page, "There is an owner already");
  await bob.context.close();
});

it("signs in with the keyboard alone", async () => {
  const { context, page } = await visitor(browser, desktop);
  await page.goto(`${wend.host}/customers`);
  await page.waitForURL(/\/sign-in/);
  await look(page, "Sign in");
  await type(page, page.getByLabel("Mail address"), "ada@example.com");
  await type(page, page.getByLabel(/^Password/), "wrong horse battery");
  await page.keyboard.press("Enter");
  await page.getByRole("alert").waitFor();
  await look(page, "Sign in"); // with what went wrong
  await type(page, page.getByLabel(/^Password/), password);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/customers/);
  await page.getByRole("heading", { level: 1, name: "Customers" }).waitFor();
  await context.close();
});

it("says where there is nothing", async () => {
  const { context, page } = await visitor(browser, desktop);
  await page.goto(`${wend.host}/nowhere`);
  await look(page, "This path leads nowhere");
  await page.goto(`${wend.host}/shared/nonsense`);
  await look(page, "A shared dashboard");
  await page.goto(`${wend.host}/unsubscribe#person=nobody&signature=none`);
  await look(page, "Stop the weekly letter?");
  await press(page, page.getByRole("button", { name: "Stop the letters" }));
  await page.getByRole("alert").waitFor();
  await look(page, "Stop the weekly letter?"); // with what is wrong with the link
  await context.close();
});

it("has looked at every door", () => {
  expect(doors.filter((door) => !seen.has(door))).toEqual([]);
});
