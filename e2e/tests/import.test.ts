// A file of orders dropped into an empty Wend: what it is, what comes of it, and the way back.
import { resolve } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { launch, visitor } from "../support/browser";
import { eventually, Wend } from "../support/wend";

let wend: Wend;
let browser: Browser;
beforeAll(async () => {
  [wend, browser] = await Promise.all([Wend.start(), launch()]);
});
afterAll(async () => {
  await browser?.close();
  await wend?.close();
});

const export_ = resolve(import.meta.dirname, "../../internal/collect/files/testdata/shopify_orders.csv");

it("knows a Shopify export, shows it, takes it in, and takes it back", async () => {
  const token = await eventually(() => /https?:\/\/\S+\/setup\?token=(\S+)/.exec(wend.printed)?.[1] ?? Promise.reject(new Error("no link yet")));
  const { context, page, complaints } = await visitor(browser, { viewport: { width: 1280, height: 900 }, locale: "en-IE" });
  await context.request.post(`${wend.host}/api/v1/setup`, { data: { token, name: "Ada", email: "ada@example.com", password: "correct horse battery", timezone: "UTC" } });
  await page.goto(`${wend.host}/settings/imports`);
  const begun = performance.now();
  await page.locator("input[type=file]").setInputFiles(export_);
  await page.getByRole("heading", { name: "This is a Shopify order export" }).waitFor();
  await page.getByText("ada@example.com").first().waitFor();
  await page.getByRole("button", { name: "Import this file" }).click();
  await page.getByText("Imported", { exact: true }).waitFor();
  console.log(`from the file to imported orders: ${((performance.now() - begun) / 1000).toFixed(1)} s`);

  // 8 orders worth 262.50 (one was refunded), of 5 customers, of whom 2 came back.
  await page.goto(`${wend.host}/?range=2025-01-01..2025-12-31`);
  const cards = page.getByRole("main");
  await cards.getByText(/2 of 5 buyers/).waitFor();
  await cards.getByText(/by 5 customers/).waitFor();
  await expect.poll(() => cards.textContent()).toMatch(/Orders: 8\b.*Repeat rate: too few to say.*€262\.50/s); // five buyers are no rate
  await page.goto(`${wend.host}/customers`);
  await page.getByRole("link", { name: "Ada Lind" }).click();
  await page.getByText("€139.80").first().waitFor();

  // Taken back, as if it had never come.
  await page.goto(`${wend.host}/settings/imports`);
  await page.getByRole("button", { name: "Take back…" }).click();
  await page.getByRole("button", { name: "Take it back" }).click();
  await page.getByText("Taken back", { exact: true }).waitFor();
  await page.goto(`${wend.host}/customers`);
  await page.getByText("Nobody has come by yet").waitFor();
  expect(complaints.filter((text) => !/503/.test(text))).toEqual([]); // asked to come back while it was taken out
  await context.close();
});
