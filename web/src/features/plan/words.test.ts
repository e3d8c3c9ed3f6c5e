import { expect, test } from "vitest";
import type { Property, Row } from "./queries";
import { filled, misspelling, planned, received, summary, wrong } from "./words";

const row = (state: Row["state"], required = false, lookalikes: Row["lookalikes"] = []): Row => ({
  event: "Order Completed", when: "When an order is placed.", required, own: false, state, count: state === "received" ? 3 : 0, first_seen: null, last_seen: null, lookalikes, properties: [], code: { browser: "", server: "" },
});
const like = { name: "order_completed", count: 12, differs: "writing" as const };

test("the list is told in a sentence", () => {
  expect(summary([row("received", true), row("not_yet", true)])).toBe("1 of 2 needed events arrive.");
  expect(summary([row("received", true), row("received"), row("not_yet")])).toBe("The needed event arrives, and 1 of the other 2.");
  expect(summary([row("misspelt", true, [like])])).toBe("0 of 1 needed event arrive. One seems to come under another name.");
  expect(summary([row("not_yet"), row("received")])).toBe("1 of 2 events arrive.");
});

test("a misspelling is told in a sentence", () => {
  expect(misspelling(like)).toBe("“order_completed” came 12 times: the same words, written differently.");
  expect(misspelling({ name: "Bestellung", count: 1, differs: "word" })).toBe("“Bestellung” came once: another word for the same thing.");
});

test("what came of a property", () => {
  const property: Property = { name: "revenue", type: "number", required: true, state: "received", share: 1 };
  expect(received(property, true)).toBe("always");
  expect(received({ ...property, share: 0.254 }, true)).toBe("in 25% of the calls");
  expect(received({ ...property, state: "missing", share: 0 }, true)).toBe("missing");
  expect(received({ ...property, state: "wrong_type", received_type: "text" }, true)).toBe("comes as text, should be number");
  expect(received(property, false)).toBe("needed");
  expect([wrong(property, true), wrong({ ...property, state: "missing" }, true), wrong({ ...property, state: "missing", required: false }, true), wrong({ ...property, state: "missing" }, false)]).toEqual([false, true, false, false]);
});

test("what is kept of a row is only the plan", () => {
  expect(planned({ ...row("received", true), type: "page", properties: [{ name: "a", type: "text", state: "missing", share: 0, example: "x" }] })).toEqual({
    event: "Order Completed", when: "When an order is placed.", type: "page", required: true, properties: [{ name: "a", type: "text", example: "x" }],
  });
});

test("the code knows this server", () => {
  expect(filled("curl -u WRITE_KEY: BASE_URL/v1/track", "https://w.example", "k")).toBe("curl -u k: https://w.example/v1/track");
  expect(filled("WRITE_KEY", "", undefined)).toBe("YOUR-WRITE-KEY");
});
