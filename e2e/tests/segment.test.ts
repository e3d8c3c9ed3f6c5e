// Some customers only: chosen beside the dates, kept in the address, in what is saved, on a dashboard and in its link.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { launch, visitor } from "../support/browser";
import { settled } from "../support/screens";
import { eventually, serverKey, Wend } from "../support/wend";

let wend: Wend;
let browser: Browser;
beforeAll(async () => {
  [wend, browser] = await Promise.all([Wend.start(["demo", "--customers", "60", "--days", "10"]), launch()]);
  const did = (userId: string, event: string) => ({ type: "track", userId, event, messageId: `${userId} ${event}` });
  const batch = [...["ann", "bob", "cat"].map((user) => did(user, "Stamp Collected")), did("ann", "Reward Taken")];
  const answer = await fetch(`${wend.host}/v1/batch`, { method: "POST", headers: { Authorization: `Basic ${btoa(`${serverKey}:`)}` }, body: JSON.stringify({ batch }) });
  expect(answer.status).toBe(200);
  await eventually(() => wend.lookup("user_id", "ann"));
  await wend.api("PUT", "/dashboards/stamps", { name: "Stamps", cards: [{ title: "Collectors", inline: { analysis: "trend", question: { series: [{ event: "Stamp Collected", measure: "customers" }] }, range: "7d" } }] });
});
afterAll(async () => {
  await browser?.close();
  await wend?.close();
});

const wide = { viewport: { width: 1280, height: 900 }, locale: "en-IE", reducedMotion: "reduce" as const };
const rule = { event: "Reward Taken" };

it("looks at some customers on a dashboard, opens with them, and shares their numbers", async () => {
  const { context, page, complaints } = await visitor(browser, wide);
  await page.goto(`${wend.host}/dashboards/stamps`);
  await page.getByRole("button", { name: /^3\s*: see the customers/ }).first().waitFor();
  await page.getByRole("button", { name: "Which customers: All customers", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "+ Add a condition" }).click();
  await dialog.getByRole("combobox", { name: "Event", exact: true }).click();
  await page.getByRole("option", { name: "Reward Taken", exact: true }).click();
  await dialog.getByText(/of \d+ customers match/).waitFor();
  await dialog.getByRole("button", { name: "Look at these customers" }).click();
  await page.getByRole("button", { name: "Which customers: Customers who did Reward Taken", exact: true }).waitFor();
  await page.getByRole("button", { name: /^1\s*: see the customers/ }).first().click();
  await page.getByRole("dialog").getByRole("link").first().waitFor();
  expect(await page.getByRole("dialog").getByRole("link").allTextContents()).toHaveLength(1);
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: "Share", exact: true }).click();
  await page.getByRole("button", { name: "Make a link" }).click();
  const link = await page.getByRole("region", { name: "the link" }).textContent();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Arrange", exact: true }).click();
  await page.getByRole("button", { name: "Always open with these customers" }).click();
  await eventually(async () => expect(await wend.api("GET", "/dashboards/stamps")).toMatchObject({ segment: rule }));

  await page.goto(link ?? "");
  await page.getByText("Only customers who did Reward Taken.").waitFor();
  await page.getByText("1 in all").waitFor();
  await page.goto(`${wend.host}/dashboards/stamps`);
  await page.getByRole("button", { name: /^1\s*: see the customers/ }).first().waitFor();
  await page.getByRole("link", { name: "Collectors" }).click(); // the card's own screen looks at the same customers
  await page.getByRole("heading", { level: 1, name: "Trends" }).waitFor();
  await page.getByRole("button", { name: "Which customers: Customers who did Reward Taken", exact: true }).waitFor();
  await page.getByRole("button", { name: /^1\s*: see the customers/ }).first().waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

it("saves a question with its customers, and brings them back", async () => {
  const { context, page, complaints } = await visitor(browser, wide);
  await page.goto(`${wend.host}/understand/trends?q=${encodeURIComponent(JSON.stringify({ series: [{ event: "Stamp Collected", measure: "customers" }] }))}&segment=${encodeURIComponent(JSON.stringify(rule))}&range=7d`);
  await settled(page);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByRole("dialog").getByRole("textbox", { name: "Name" }).fill("Rewarded");
  await page.getByRole("dialog").getByRole("button", { name: "Save", exact: true }).click();
  await page.getByText("is saved").first().waitFor();
  await page.goto(`${wend.host}/saved`);
  await page.getByRole("link", { name: "Rewarded" }).click();
  await page.getByRole("button", { name: "Which customers: Customers who did Reward Taken", exact: true }).waitFor();
  await page.getByRole("button", { name: /^1\s*: see the customers/ }).first().waitFor();
  await page.getByRole("button", { name: "Save as another" }).waitFor(); // it is the saved one, unchanged
  await expect.poll(() => page.getByRole("button", { name: "Save the changes" }).count()).toBe(0);
  expect(complaints).toEqual([]);
  await context.close();
});
