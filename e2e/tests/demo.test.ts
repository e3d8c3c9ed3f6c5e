// The demo is a living business: history at once, and traffic that goes on.
import { afterAll, beforeAll, expect, it } from "vitest";
import { eventually, Wend } from "../support/wend";

let wend: Wend;
beforeAll(async () => void (wend = await Wend.start(["demo", "--customers", "4000", "--days", "60"])));
afterAll(() => wend?.close());

/** As somebody who has no account and no token. */
async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(`${wend.host}/api/v1${path}`, {
    method,
    ...(body ? { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) } : {}),
  });
  expect(answer.status, `${method} ${path}`).toBe(200);
  return answer.json() as Promise<T>;
}

it("is signed in already", async () => {
  expect(await ask("GET", "/me")).toMatchObject({ demo: true, world: "boutique", role: "owner" });
  expect(await ask("GET", "/setup")).toMatchObject({ needed: false });
});

it("has customers with journeys, and answers the first four questions", async () => {
  const { items } = await ask<{ items: Array<{ id: string }> }>("GET", "/customers?limit=20");
  expect(items).toHaveLength(20);
  const journey = await ask<{ items: unknown[] }>("GET", `/customers/${items[0]?.id}/journey?limit=10`);
  expect(journey.items.length).toBeGreaterThan(0);

  const funnel = await ask<{ steps: Array<{ count: number; rate: number }> }>("POST", "/query/funnel", {
    steps: [{ event: "Product Viewed" }, { event: "Product Added" }, { event: "Order Completed" }],
    window: "7d",
  });
  const [viewed = 0, added = 0, bought = 0] = funnel.steps.map(({ count }) => count);
  expect(bought).toBeGreaterThan(0);
  expect(added).toBeGreaterThan(bought);
  expect(viewed).toBeGreaterThan(added);

  const trend = await ask<{ times: string[]; series: Array<{ values: number[] }> }>("POST", "/query/trend", {
    series: [{ event: "Order Completed", measure: "count" }],
    interval: "day",
  });
  expect(trend.series[0]?.values.length).toBe(trend.times.length);
  expect(trend.series[0]?.values.filter((orders) => orders > 0).length).toBeGreaterThan(20);

  const paths = await ask<{ nodes: unknown[]; links: unknown[] }>("POST", "/query/paths", { by: "page", depth: 4 });
  expect(paths.nodes.length).toBeGreaterThan(10);
  expect(paths.links.length).toBeGreaterThan(10);

  const stages = await ask<{ stages: Array<{ key: string; customers: number }> }>("POST", "/query/stages", {});
  expect(stages.stages.map(({ key }) => key).slice(0, 4)).toEqual(["awareness", "consideration", "decision", "purchase"]);
});

// A visit begins every twelve seconds in the mean, by chance: in half a minute
// there is none once in a dozen times, in two minutes once in twenty thousand.
it("goes on living", { timeout: 150_000 }, async () => {
  const newest = async (): Promise<string | undefined> =>
    (await ask<{ items: Array<{ message_id: string }> }>("GET", "/events?limit=1")).items[0]?.message_id;
  const before = await newest();
  await eventually(async () => expect(await newest()).not.toBe(before), 120_000);
});
