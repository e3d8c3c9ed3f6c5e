// RudderStack's own library for servers, unchanged but for its host.
import Analytics from "@rudderstack/rudder-sdk-node";
import { afterAll, beforeAll, expect, it } from "vitest";
import { eventually, serverKey, told, Wend } from "../support/wend";

let wend: Wend;
beforeAll(async () => void (wend = await Wend.start()));
afterAll(() => wend?.close());

it("brings a customer from the first visit to the order, as one person", async () => {
  // its batches are gzip by default
  const client = new Analytics(serverKey, { dataPlaneUrl: wend.host, logLevel: "error" });
  const at = (minute: number): Date => new Date(Date.now() - (60 - minute) * 60_000);
  const anonymousId = "anon-ann";
  client.page({
    anonymousId,
    name: "Shoes",
    properties: { path: "/shoes", url: "https://shop.example/shoes" },
    context: { campaign: { source: "google", medium: "cpc", name: "brand" } },
    timestamp: at(0),
  });
  client.identify({ anonymousId, userId: "ann", traits: { email: "ann@example.com", plan: "pro" }, timestamp: at(1) });
  client.group({ userId: "ann", groupId: "acme", traits: { size: 7 }, timestamp: at(2) });
  client.track({ userId: "ann", event: "Order Completed", properties: { order_id: "o-1", total: 59.9 }, timestamp: at(3) });
  client.screen({ userId: "ann", name: "Receipt", timestamp: at(4) });
  client.track({ userId: "old-ann", event: "Signed Up", timestamp: at(-100) });
  client.alias({ userId: "ann", previousId: "old-ann", timestamp: at(5) });
  await client.flush();

  const ann = await eventually(() => wend.lookup("user_id", "ann"));
  expect(ann.traits).toMatchObject({ email: "ann@example.com", plan: "pro" });
  await eventually(async () => {
    for (const [kind, value] of [["anonymous_id", anonymousId], ["email", "ann@example.com"], ["user_id", "old-ann"]] as const)
      expect((await wend.lookup(kind, value)).id).toBe((await wend.lookup("user_id", "ann")).id);
    expect((await wend.sessions((await wend.lookup("user_id", "ann")).id)).map(told)).toEqual([
      "Direct: Signed Up",
      "Paid Search: Page Viewed /shoes, Order Completed, Screen Viewed",
    ]);
  });
});
