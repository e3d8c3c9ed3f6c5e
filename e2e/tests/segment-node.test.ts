// Segment's own library for servers, unchanged but for its host.
import { Analytics } from "@segment/analytics-node";
import { afterAll, beforeAll, expect, it } from "vitest";
import { eventually, serverKey, told, Wend } from "../support/wend";

let wend: Wend;
beforeAll(async () => void (wend = await Wend.start()));
afterAll(() => wend?.close());

const at = (minute: number): Date => new Date(Date.now() - (60 - minute) * 60_000);

async function send(calls: (analytics: Analytics) => void): Promise<void> {
  const errors: unknown[] = [];
  const analytics = new Analytics({ host: wend.host, writeKey: serverKey });
  analytics.on("error", (error) => errors.push(error));
  calls(analytics);
  await analytics.closeAndFlush();
  expect(errors).toEqual([]);
}

it("brings a customer from the first visit to the order, as one person", async () => {
  const anonymousId = "anon-ann";
  await send((analytics) => {
    const context = {
      page: { url: "https://shop.example/shoes?utm_source=news", path: "/shoes", referrer: "" },
      campaign: { source: "newsletter", medium: "email", name: "spring" },
    };
    analytics.page({ anonymousId, name: "Shoes", timestamp: at(0), context, properties: { ...context.page } });
    analytics.track({ anonymousId, event: "Product Added", properties: { product_id: "p-17", price: 59.9 }, timestamp: at(5) });
    analytics.identify({ anonymousId, userId: "ann", traits: { email: " Ann@Example.com ", plan: "free" }, timestamp: at(6) });
    analytics.identify({ userId: "ann", traits: { plan: "pro" }, timestamp: at(7) });
    analytics.group({ userId: "ann", groupId: "acme", traits: { size: 7 }, timestamp: at(8) });
    analytics.track({
      userId: "ann",
      event: "Order Completed",
      properties: { order_id: "o-1", total: 59.9, products: [{ product_id: "p-17", quantity: 1 }] },
      timestamp: at(9),
    });
  });

  const ann = await eventually(() => wend.lookup("user_id", "ann"));
  expect((await wend.lookup("anonymous_id", anonymousId)).id).toBe(ann.id);
  expect((await wend.lookup("email", "ann@example.com")).id).toBe(ann.id);
  expect(ann.traits).toMatchObject({ plan: "pro" });
  await eventually(async () => {
    expect((await wend.sessions(ann.id)).map(told)).toEqual(["Email: Page Viewed /shoes, Product Added, Order Completed"]);
  });
  const [session] = await wend.sessions(ann.id);
  expect(session?.touchpoints[2]?.properties).toMatchObject({ order_id: "o-1", total: 59.9 });
  expect(Date.parse(session?.start ?? "")).toBeCloseTo(+at(0), -4);
  const types = (await wend.events()).filter((event) => event.customer_id === ann.id).map(({ type }) => type);
  expect(types).toEqual(["page", "track", "identify", "identify", "group", "track"]);
});

it("joins two users on purpose by alias", async () => {
  await send((analytics) => {
    analytics.track({ userId: "old-bob", event: "Signed Up", timestamp: at(0) });
    analytics.track({ userId: "bob", event: "Signed In", timestamp: at(1) });
  });
  const before = await eventually(() => wend.lookup("user_id", "bob"));
  expect((await wend.lookup("user_id", "old-bob")).id).not.toBe(before.id);
  await send((analytics) => analytics.alias({ userId: "bob", previousId: "old-bob" }));
  await eventually(async () => {
    const bob = await wend.lookup("user_id", "bob");
    expect((await wend.lookup("user_id", "old-bob")).id).toBe(bob.id);
    expect((await wend.sessions(bob.id)).map(told)).toEqual(["Direct: Signed Up, Signed In"]);
    expect((await wend.customer(bob.id)).merges?.[0]).toMatchObject({ cause: "alias" });
  });
});

it("counts a message once however often it is sent", async () => {
  for (let i = 0; i < 3; i++) {
    await send((analytics) => analytics.track({ userId: "carl", event: "Signed Up", messageId: "the-same" }));
  }
  await send((analytics) => analytics.track({ userId: "carl", event: "Signed In" }));
  const carl = await eventually(() => wend.lookup("user_id", "carl"));
  await eventually(async () => {
    expect((await wend.sessions(carl.id)).map(told)).toEqual(["Direct: Signed Up, Signed In"]);
  });
});

it("sends hundreds of calls in batches, all of which arrive once", async () => {
  await send((analytics) => {
    for (let i = 0; i < 450; i++) analytics.track({ userId: `many-${i % 10}`, event: "Product Viewed", properties: { i } });
  });
  await eventually(async () => {
    const answer = await wend.api<{ series: Array<{ values: number[] }> }>("POST", "/query/trend", {
      series: [{ event: "Product Viewed", measure: "count" }],
      interval: "day",
    });
    expect(answer.series[0]?.values.reduce((sum, n) => sum + n)).toBe(450);
  });
});
