// The week by mail: somebody asks for it, sends one, reads it on a phone, and ends it without signing in.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { stumbles } from "../support/axe";
import { launch, type Visitor, visitor } from "../support/browser";
import { header, MailServer, part } from "../support/mail";
import { eventually, Wend } from "../support/wend";

const desktop = { viewport: { width: 1280, height: 900 }, locale: "en-IE", bypassCSP: true, reducedMotion: "reduce" as const };
let mail: MailServer;
let wend: Wend;
let browser: Browser;
let owner: Visitor;
beforeAll(async () => {
  mail = await MailServer.start();
  [wend, browser] = await Promise.all([Wend.start(["serve"], { WEND_SMTP_URL: mail.url, WEND_MAIL_FROM: "week@shop.example" }), launch()]);
  owner = await visitor(browser, desktop);
});
afterAll(async () => {
  await browser?.close();
  await wend?.close();
  await mail?.close();
});

it("mails the week to whoever asks, and stops when a letter's link says so", async () => {
  const token = await eventually(() => /https?:\/\/\S+\/setup\?token=(\S+)/.exec(wend.printed)?.[1] ?? Promise.reject(new Error("no link yet")));
  const made = await owner.context.request.post(`${wend.host}/api/v1/setup`, { data: { token, name: "Ada", email: "ada@example.com", password: "correct horse battery", timezone: "UTC" } });
  expect(made.status()).toBe(200);
  const { page } = owner;
  await page.goto(`${wend.host}/digest`);
  await page.getByText("There is too little to say what is unusual").waitFor();
  const wanted = page.getByRole("switch", { name: /Mail me the week every Monday at 8/ });
  await wanted.click({ force: true });
  await page.getByText(/The next one goes out on Monday/).waitFor();
  expect(await stumbles(page), "the week, by mail").toEqual([]);
  await page.getByRole("button", { name: "Send me this week now" }).click();
  await page.getByText("This week is on its way to ada@example.com.").waitFor();

  const letter = await eventually(() => mail.letters[0] ?? Promise.reject(new Error("no letter yet")));
  expect(letter.to).toBe("ada@example.com");
  expect(header(letter, "From")).toContain("week@shop.example");
  expect(header(letter, "Subject")).toContain("the week in numbers");
  expect(header(letter, "List-Unsubscribe-Post")).toBe("List-Unsubscribe=One-Click");
  const text = part(letter, "text/plain");
  const html = part(letter, "text/html");
  expect(text).toContain(`${wend.host}/digest?week=`);

  // It can be read on a phone, and its link leads to the week.
  const phone = await visitor(browser, { ...desktop, viewport: { width: 390, height: 844 } });
  await phone.page.setContent(html);
  expect(await phone.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  if (process.env.SHOTS) await phone.page.screenshot({ path: `${process.env.SHOTS}/letter.png`, fullPage: true });
  const seen = await phone.page.getByRole("link", { name: "See the week in Wend" }).getAttribute("href");
  await page.goto(seen ?? "");
  await page.getByRole("heading", { level: 1, name: "The week" }).waitFor();

  // The link at its foot asks first, works without signing in, and ends it.
  const stop = (await phone.page.getByRole("link", { name: "Stop these letters" }).getAttribute("href")) ?? "";
  await phone.page.goto(stop);
  expect(await stumbles(phone.page), "the end of the letters").toEqual([]);
  await page.reload();
  await expect.poll(() => wanted.isChecked(), { message: "opening the link alone changes nothing" }).toBe(true);
  await phone.page.getByRole("button", { name: "Stop the letters" }).click();
  await phone.page.getByRole("heading", { name: "You get no more of these letters" }).waitFor();
  await page.reload();
  await expect.poll(() => wanted.isChecked()).toBe(false);

  // A mail program's one click does the same, and a link that is not whole nothing.
  await wanted.click({ force: true });
  await page.getByText(/The next one goes out on Monday/).waitFor();
  const oneClick = /<([^>]+)>/.exec(header(letter, "List-Unsubscribe"))?.[1] ?? "";
  const form = { method: "POST", headers: { "Content-Type": "application/x-www-form-urlencoded" }, body: "List-Unsubscribe=One-Click" };
  expect((await fetch(oneClick.slice(0, -1), form)).status).toBe(403);
  expect((await fetch(oneClick, form)).status).toBe(204);
  await page.reload();
  await expect.poll(() => wanted.isChecked()).toBe(false);

  const { items } = await wend.api<{ items: { operation: string }[] }>("GET", "/audit?limit=50");
  expect(items.map(({ operation }) => operation)).toEqual(expect.arrayContaining(["send-digest-mail", "put-digest-mail", "stop-digest-mail"]));
});

it("offers the weeks, and keeps the chosen one in the address", async () => {
  const { page } = owner;
  await page.goto(`${wend.host}/digest`);
  await page.getByRole("textbox", { name: "Week" }).or(page.getByRole("combobox", { name: "Week" })).first().click();
  await page.getByRole("option", { name: "This week so far" }).click();
  await page.waitForURL(/week=\d{4}-W\d{2}/);
  await page.getByText(/its whole days so far/).waitFor();
});
