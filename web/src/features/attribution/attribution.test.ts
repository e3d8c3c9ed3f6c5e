import { expect, test } from "vitest";
import type { Schemas } from "@/shared/api/client";
import { answered, disputed, hasCosts, inOneSentence, nameOf, toRows } from "./credit";
import { decodeAttribution, encodeAttribution, withMilestones } from "./question";

test("W-shaped is asked for only when both its events are named", () => {
  const half = decodeAttribution({ milestones: [{ event: "Lead" }], models: ["w_shaped", "last", "nonsense", "last"] }, "Order Completed");
  expect(half.models).toEqual(["w_shaped", "last"]);
  expect(encodeAttribution(half)).toEqual({ conversion: { event: "Order Completed" }, touch: "channel", lookback: "30d", models: ["last"] });
  const whole = { ...half, milestones: ["Lead", "Deal"] as [string, string] };
  expect(encodeAttribution(whole)).toMatchObject({ models: ["w_shaped", "last"], milestones: [{ event: "Lead" }, { event: "Deal" }] });
  expect(decodeAttribution(encodeAttribution(whole), "x")).toEqual(whole);
});

const line = (touch: unknown, conversions: number, cost: number | null = null) => ({ touch, conversions, value: conversions * 10, cost, roi: cost === null ? null : (conversions * 10 - cost) / cost });
const answer: Schemas["AttributionAnswer"] = {
  models: { first: [line("Email", 6), line("Paid Search", 4, 20)], last: [line("Paid Search", 7, 20), line("Email", 2), line(null, 1)] },
  disagreements: [{ touch: "Email", low: 0.2, low_model: "last", high: 0.6, high_model: "first", reason: "It begins journeys." }, { touch: null, low: 0.1, low_model: "last", high: 0.1, high_model: "last", reason: "The models agree." }],
  removal_effects: [], paths: [], other_paths: { conversions: 0, nulls: 0, value: 0 }, foreign_costs: [], conversions: 10, value: 100, enough: false, took_ms: 1, scanned: { customers: 1, events: 1 },
};

test("every touch stands once, with its credit by every model", () => {
  expect(answered(answer)).toEqual(["last", "first"]);
  const rows = toRows(answer, "last");
  expect(rows.map(({ name }) => name)).toEqual(["Paid Search", "Email", "None"]);
  expect(rows[0]).toMatchObject({ cost: 20, by: { last: { share: 0.7, roi: 2.5 }, first: { share: 0.4, roi: 1 } } });
  expect(rows[2]?.by.first).toBeUndefined();
  expect(toRows(answer, "first")[0]?.name).toBe("Email");
  expect(hasCosts(rows)).toBe(true);
  expect(disputed(answer)).toHaveLength(1);
  expect(inOneSentence(answer, rows, "last", "Order Completed")).toBe("10 conversions (Order Completed) are too few to say what brought them.");
  expect(inOneSentence({ ...answer, enough: true }, rows, "last", "Order Completed")).toBe("Of 10 conversions (Order Completed), Last credits most to Paid Search, 70%; the models lie furthest apart on Email: from 20% (Last) to 60% (First).");
  expect(nameOf("(other)")).toBe("All others");
});

test("naming both events asks for W-shaped, also beside chosen models", () => {
  const question = decodeAttribution({ models: ["last"] }, "Order Completed");
  const half = withMilestones(question, ["Lead", ""]);
  expect(encodeAttribution(half)).not.toHaveProperty("milestones");
  expect(encodeAttribution(withMilestones(half, ["Lead", "Deal"]))).toMatchObject({ models: ["last", "w_shaped"], milestones: [{ event: "Lead" }, { event: "Deal" }] });
  expect(withMilestones(decodeAttribution({}, "Order Completed"), ["Lead", "Deal"]).models).toEqual([]);
});
