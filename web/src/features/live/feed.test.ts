import { expect, test } from "vitest";
import { begin, type LiveEvent, matching, most, nameOf, reduce } from "./feed";

const event = (id: string, name = "Page Viewed", page: string | null = "/"): LiveEvent => ({
  message_id: id, event: name, original_event: null, type: "track", time: "2026-03-01T10:00:00Z", received_at: "2026-03-01T10:00:00Z", customer_name: null, stage: null, stage_before: null, customer_id: "c_1",
  source: "s", page, device: "mobile", country: "IE", value: null, bot: false, time_replaced: false, properties: {}, message: {},
});

test("newest first, each once, bounded", () => {
  let feed = reduce(begin, { kind: "event", event: event("2") });
  feed = reduce(feed, { kind: "latest", events: [event("2"), event("1")] });
  expect(feed.shown.map((e) => e.message_id)).toEqual(["2", "1"]);
  for (let i = 0; i < most + 20; i++) feed = reduce(feed, { kind: "event", event: event(`n${i}`) });
  expect(feed.shown).toHaveLength(most);
  expect(feed.shown[0]?.message_id).toBe(`n${most + 19}`);
});

test("while paused events wait, and are shown afterwards", () => {
  let feed = reduce(reduce(begin, { kind: "pause" }), { kind: "event", event: event("1") });
  expect(feed.shown).toEqual([]);
  expect(feed.waiting).toHaveLength(1);
  feed = reduce(feed, { kind: "resume" });
  expect(feed.shown).toHaveLength(1);
  expect(feed.waiting).toEqual([]);
});

test("a text finds names, pages and customers", () => {
  const events = [event("1", "Order Completed", "/thanks"), event("2")];
  expect(matching(events, "order", null).map((e) => e.message_id)).toEqual(["1"]);
  expect(matching(events, "C_1", "Page Viewed").map((e) => e.message_id)).toEqual(["2"]);
  expect(nameOf({ ...event("3", ""), type: "identify" })).toBe("Said who they are");
});
