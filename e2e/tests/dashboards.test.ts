// A kit's dashboard: the web app reads each card's question, and asks it anew. What it shows must be what the card says,
// and so what the server itself answers to whoever opens the dashboard by its link.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { launch, type Visitor, visitor } from "../support/browser";
import { settled } from "../support/screens";
import { eventually, serverKey, Wend } from "../support/wend";

let wend: Wend;
let browser: Browser;
let owner: Visitor;
beforeAll(async () => {
  [wend, browser] = await Promise.all([Wend.start(), launch()]);
  owner = await visitor(browser, { viewport: { width: 1280, height: 900 }, locale: "en-IE", timezoneId: "Europe/Dublin", reducedMotion: "reduce" });
  const token = await eventually(() => /https?:\/\/\S+\/setup\?token=(\S+)/.exec(wend.printed)?.[1] ?? Promise.reject(new Error("no link yet")));
  await owner.context.request.post(`${wend.host}/api/v1/setup`, { data: { token, name: "Ada", email: "ada@example.com", password: "correct horse battery", timezone: "Europe/Dublin" } });
});
afterAll(async () => {
  await browser?.close();
  await wend?.close();
});

type Card = { title: string; analysis: string; answer?: Record<string, unknown> };

/** Every event that a question names. */
function namesIn(question: unknown): string[] {
  if (Array.isArray(question)) return question.flatMap(namesIn);
  if (typeof question !== "object" || question === null) return [];
  return Object.entries(question).flatMap(([key, value]) => (key === "event" || key === "events" ? [value].flat().map(String) : namesIn(value)));
}

/** An answer's numbers: what lines are called, and how long it took, is another matter. */
function numbers(answer: unknown): string {
  const without = new Set(["name", "event", "took_ms", "scanned"]);
  return JSON.stringify(answer, (key, value) => {
    if (without.has(key)) return undefined;
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** So many customers, each of whom goes one event further than the one before, with numbers that no two sums share. */
async function happen(names: string[]): Promise<void> {
  const day = 86_400_000;
  const batch = Array.from({ length: 2 * names.length }, (_, person) => {
    const begin = Date.now() - (3 + 2 * (person % 28)) * day;
    return names.slice(0, 1 + (person % names.length)).map((event, i) => ({
      ...(event === "Page Viewed" ? { type: "page" } : { type: "track", event }),
      userId: `${names.join()}-${person}`, timestamp: new Date(begin + i * 60_000).toISOString(),
      properties: { path: `/${i}`, url: `https://business.example/${i}`, value: 2 ** i + person / 100, revenue: 2 ** i + person / 100, currency: "EUR" },
    }));
  }).flat();
  for (let from = 0; from < batch.length; from += 400) {
    const answer = await fetch(`${wend.host}/v1/batch`, { method: "POST", headers: { Authorization: `Basic ${btoa(`${serverKey}:`)}` }, body: JSON.stringify({ batch: batch.slice(from, from + 400) }) });
    expect(answer.status).toBe(200);
  }
}

it.each(["ecommerce", "local-service", "saas", "b2b", "content"])("of %s shows what its cards say", async (kit) => {
  const { page } = owner;
  await wend.api("POST", `/kits/${kit}/apply`, {});
  const dashboard = await wend.api<{ cards: unknown[] }>("GET", `/dashboards/kit-${kit}`);
  await happen([...new Set(["Page Viewed", ...namesIn(dashboard.cards)])]);
  const { url } = await wend.api<{ url: string }>("POST", `/dashboards/kit-${kit}/share`, { expires_in_days: 1 });
  const shared = async () => ((await (await fetch(`${wend.host}/api/v1${new URL(url).pathname}`)).json()) as { cards: Card[] }).cards;
  const before = await eventually(async () => { // until everything is counted
    const one = await shared();
    expect((await shared()).map(({ answer }) => numbers(answer))).toEqual(one.map(({ answer }) => numbers(answer)));
    return one;
  });

  const asked: Promise<string>[] = [];
  page.on("response", (response) => response.url().includes("/api/v1/query/") && asked.push(response.json().then(numbers, () => "")));
  await page.goto(`${wend.host}/dashboards/kit-${kit}`);
  const cards = page.getByRole("list", { name: "Cards" }).locator(":scope > li");
  await expect.poll(() => cards.count()).toBe(before.length);
  for (const card of await cards.all()) {
    await card.scrollIntoViewIfNeeded(); // it asks when it is seen
    await settled(page);
  }
  const answers = await Promise.all(asked);
  page.removeAllListeners("response");
  for (const { title, analysis, answer } of before) {
    expect(answer, `${title} has an answer`).toBeDefined();
    expect(numbers(answer), `${title} tells something`).toMatch(/[1-9]/);
    expect(answers, `${title} (${analysis})`).toContain(numbers(answer));
  }
});
