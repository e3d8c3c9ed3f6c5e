// Two people in two browsers: an owner who invites, and somebody who may see and not change; then codes.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { stumbles } from "../support/axe";
import { launch, type Visitor, visitor } from "../support/browser";
import { code } from "../support/codes";
import { settled } from "../support/screens";
import { eventually, Wend } from "../support/wend";

const desktop = { viewport: { width: 1280, height: 900 }, locale: "en-IE", bypassCSP: true, reducedMotion: "reduce" as const };
const password = "correct horse battery";
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

const heading = (page: Page, name: string): Promise<void> => page.getByRole("heading", { level: 1, name }).waitFor();

it("lets an owner invite somebody who may look and not change", async () => {
  const link = await eventually(() => /https?:\/\/\S+\/setup\?token=(\S+)/.exec(wend.printed)?.[1] ?? Promise.reject(new Error("no link yet")));
  const made = await owner.context.request.post(`${wend.host}/api/v1/setup`, { data: { token: link, name: "Ada", email: "ada@example.com", password, timezone: "UTC" } });
  expect(made.status()).toBe(200);
  const { page } = owner;
  await page.goto(`${wend.host}/settings/people`);
  await heading(page, "People");
  await page.getByRole("textbox", { name: "Mail address" }).fill("bob@example.com");
  await page.getByRole("combobox", { name: "Role", exact: true }).click();
  await page.getByRole("option", { name: "Read-only" }).click();
  await page.getByRole("button", { name: "Make the invitation" }).click();
  const invitation = await page.getByLabel("the invitation's link", { exact: true }).textContent();
  expect(invitation).toContain("/join#");

  const bob = await visitor(browser, desktop);
  const refused: string[] = [];
  bob.page.on("response", (answer) => {
    if (answer.status() === 403) refused.push(answer.url());
  });
  await bob.page.goto(invitation?.trim() ?? "");
  await bob.page.getByRole("textbox", { name: "Your name" }).fill("Bob");
  expect(await stumbles(bob.page), "the invitation's page").toEqual([]);
  await bob.page.getByLabel(/^Password/).fill("another good password");
  await bob.page.getByRole("button", { name: "Create my account" }).click();
  await bob.page.waitForURL(`${wend.host}/`);
  await bob.page.getByRole("heading", { level: 1 }).waitFor();
  for (const path of ["/journeys", "/understand/funnel", "/customers", "/dashboards", "/saved", "/live", "/settings/sources", "/settings/stages", "/settings/imports", "/settings/general", "/plan"]) {
    await bob.page.goto(wend.host + path);
    await bob.page.getByRole("heading", { level: 1 }).waitFor();
    await settled(bob.page);
  }
  expect(refused, "what the app asked and Bob may not").toEqual([]);
  await bob.page.goto(`${wend.host}/settings/people`);
  await bob.page.getByText(/owner/i).first().waitFor();
  await settled(bob.page);
  expect(await bob.page.getByRole("button", { name: "Make the invitation" }).count()).toBe(0);

  // Another role counts at once; removing ends the session.
  await page.reload();
  const removed = page.waitForResponse((answer) => answer.request().method() === "DELETE");
  await page.getByRole("button", { name: /remove bob/i }).click();
  expect((await removed).ok()).toBe(true);
  await bob.page.goto(`${wend.host}/customers`);
  await bob.page.waitForURL(/sign-in/);
  await bob.context.close();
});

it("asks for a code once codes are on", async () => {
  const { page } = owner;
  await page.goto(`${wend.host}/settings/security`);
  await heading(page, "Security");
  await page.getByLabel("Your password, again").fill(password);
  await page.getByRole("button", { name: "Set up two-factor codes" }).click();
  const secret = (await page.locator("code").first().textContent()) ?? "";
  expect(await stumbles(page), "setting codes up").toEqual([]);
  await page.getByRole("textbox", { name: /six digits/ }).fill(code(secret));
  await page.getByRole("button", { name: "Switch codes on" }).click();
  await page.getByText(/recovery codes/i).first().waitFor();

  const again = await visitor(browser, desktop);
  await again.page.goto(`${wend.host}/sign-in`);
  await again.page.getByLabel("Mail address").fill("ada@example.com");
  await again.page.getByLabel(/^Password/).fill(password);
  expect(await stumbles(again.page), "signing in").toEqual([]);
  await again.page.getByRole("button", { name: "Sign in" }).click();
  await heading(again.page, "One more step");
  expect(await stumbles(again.page), "the second step").toEqual([]);
  const refused = again.page.waitForResponse((answer) => answer.request().method() === "POST" && !answer.ok());
  await again.page.getByRole("textbox", { name: "Code" }).fill("000000");
  await again.page.getByRole("button", { name: "Sign in", exact: true }).click();
  await refused;
  await again.page.getByText(/code/i).first().waitFor();
  // The code that set it up counts as used, so the next one.
  await again.page.getByRole("textbox", { name: "Code" }).fill(code(secret, Date.now() + 30_000));
  await again.page.getByRole("button", { name: "Sign in", exact: true }).click();
  await again.page.waitForURL(`${wend.host}/`);
  await again.context.close();
});
