import { expect, test } from "vitest";
import { ownActs } from "@/shared/filters/filters";
import { differenceInWords, inOneSentence, type Line, lineName, reach, verdict } from "./lines";
import { decodeSources, encodeSources, inWords } from "./question";

const rate = (value: number, difference: [number, number, number] | null) => ({ rate: value, low: value - 0.01, high: value + 0.01, difference: difference && { difference: difference[0], low: difference[1], high: difference[2] } });
const line = (name: string | null, sessions: number, conversion: ReturnType<typeof rate> | null): Line => ({
  name, sessions, bounces: 0, engaged: 0, converted: 0, conversions: 0, value: 0, enough: conversion !== null, bounce_rate: conversion, engagement_rate: null, conversion_rate: conversion, duration: null,
});

test("only a difference beyond chance is better or worse, and fewer bounces are better", () => {
  expect(verdict(rate(0.2, [0.1, 0.05, 0.15]), 1)).toBe(1);
  expect(verdict(rate(0.2, [0.1, 0.05, 0.15]), -1)).toBe(-1);
  expect(verdict(rate(0.2, [0.1, -0.01, 0.2]), 1)).toBe(0);
  expect(verdict(rate(0.2, null), 1)).toBe(0);
  expect(verdict(null, 1)).toBe(0);
  expect(differenceInWords(rate(0.2, [-0.031, -0.05, 0.01]))).toBe("3.1 points below the site (−5.0 to +1.0)");
  expect(differenceInWords(null)).toBe("too little to compare with");
});

test("the sentence names who stands out, never the lines that are no names", () => {
  const lines = [line("/a", 500, rate(0.2, [0.1, 0.05, 0.15])), line("/b", 400, rate(0.02, [-0.08, -0.1, -0.05])), line(null, 900, rate(0.9, [0.8, 0.7, 0.9])), line("/c", 3, null)];
  const answer = { site: line(null, 1803, rate(0.1, null)), lines, took_ms: 1, scanned: { customers: 1, events: 1 } };
  expect(inOneSentence(answer, "conversion", "none")).toBe("10% of visits convert (between 9% and 11% with 95% confidence); clearly better is /a at 20%; clearly worse is /b at 2%.");
  expect(inOneSentence({ ...answer, lines: [line("/c", 3, null)] }, "conversion", "none")).toMatch(/nothing differs/);
  expect(inOneSentence({ ...answer, site: line(null, 3, null) }, "conversion", "none")).toBe("There were only 3 visits in these days.");
  expect(lineName(line("(other)", 1, null), "none")).toBe("All others");
  expect(reach([], "conversion")).toBeGreaterThan(0);
});

test("what is asked by default leaves out the shop's counter and what was sent to customers, and says so", () => {
  const usual = encodeSources(decodeSources(undefined, "Order Completed"));
  expect(usual).toEqual({ by: "channel", goal: { event: "Order Completed" }, where: [{ property: "channel", op: "not_in", value: ["Store", "Phone"] }, ownActs] });
  expect(encodeSources(decodeSources(usual, "x"))).toEqual(usual);
  expect(inWords({ goal: { events: ["A"], where: [] }, where: [ownActs] })).toBe("a visit converts with A, where it is the customer's own act");
  expect(encodeSources(decodeSources({ by: "moon" }, "A"))).toEqual({ by: "channel", goal: { event: "A" } });
});
