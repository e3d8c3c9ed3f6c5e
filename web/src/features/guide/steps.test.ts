import { expect, test } from "vitest";
import type { Schemas } from "@/shared/api/client";
import { arrived, findings, firstCustomer, guessCurrency, letter, nextStep, stepOf } from "./steps";

const nothing = { kit: false, source: false, events: false };

test("somebody who comes back goes on where they were", () => {
  expect(nextStep(nothing)).toBe("business");
  expect(nextStep({ ...nothing, kit: true })).toBe("connect");
  expect(nextStep({ ...nothing, kit: true, source: true })).toBe("listen");
  expect(nextStep({ ...nothing, events: true })).toBe("journey");
});

test("the address may name a step, but none that cannot be shown", () => {
  expect(stepOf("connect", nothing)).toBe("connect");
  expect(stepOf("nonsense", nothing)).toBe("business");
  expect(stepOf("journey", nothing)).toBe("business");
  expect(stepOf("listen", { ...nothing, events: true })).toBe("journey");
  expect(stepOf("connect", { kit: true, source: true, events: true })).toBe("connect");
});

test("the currency is guessed from the region", () => {
  expect([guessCurrency("de-AT"), guessCurrency("en-GB"), guessCurrency("de-CH"), guessCurrency("en"), guessCurrency("!")]).toEqual(["EUR", "GBP", "CHF", undefined, undefined]);
});

test("the first customer is the newest who is somebody, and no robot", () => {
  const event = (customer_id: string | null, bot = false) => ({ customer_id, bot, event: "Page Viewed", page: "/shoes" }) as Schemas["LiveEvent"];
  expect(firstCustomer([event(null), event("c_robot", true), event("c_1"), event("c_2")])?.id).toBe("c_1");
  expect(firstCustomer([event(null)])).toBeNull();
  expect(arrived(event("c_1"), "3 seconds ago")).toBe("A page view of /shoes arrived 3 seconds ago.");
});

test("what was found is told, and nothing is made up", () => {
  expect(findings({ quarantined: 0, strangers: 0, robots: 0 })).toEqual([]);
  expect(findings({ quarantined: 2, reason: "it has no event", strangers: 1, robots: 0 })).toEqual([
    expect.stringMatching(/^One call came with a write key/),
    "2 calls came and could not be used: it has no event.",
  ]);
});

test("the letter holds the snippet", () => {
  expect(letter("Ada's Bakery", "<script></script>")).toContain("Ada's Bakery, before </head>:\n\n<script></script>\n");
});
