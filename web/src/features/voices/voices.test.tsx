import { render, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { behind } from "./people";
import { askVoices, decodeVoices, encodeVoices, narrowed } from "./question";
import { Marked } from "./Sentences";
import { inOneSentence, inParts, type Line, mood, ordered, unreadInWords } from "./words";

vi.mock("@tanstack/react-router", () => ({ useNavigate: () => () => {}, useSearch: () => ({}) }));

const line = (key: string, texts: number, mean: number | null, rest: Partial<Line> = {}): Line => ({ key, name: key, texts, mean, customers: texts, negative: 0, neutral: 0, positive: 0, interval: mean === null ? null : { low: mean - 0.1, high: mean + 0.1 }, spread: null, worst: [], best: [], ...rest });

test("a question is read from the address, and what is wrong in it narrows nothing", () => {
  expect(decodeVoices({ stage: "", topic: "weather", source: "tickets", more: 1 })).toEqual({ stage: "", source: "tickets" });
  expect(decodeVoices(7)).toEqual({});
  const question = { topic: "delivery" as const };
  expect(encodeVoices(narrowed(question, "source", "reviews"))).toEqual({ topic: "delivery", source: "reviews" });
  expect(narrowed(question, "topic", undefined)).toEqual({});
  expect(askVoices(question, { from: "a", to: "b" })).toEqual({ topic: "delivery", from: "a", to: "b" });
});

test("the most negative come first, those of too few after them, and the unspoken not at all", () => {
  const lines = [line("good", 40, 0.5), line("few", 3, null), line("bad", 20, -0.4), line("silent", 0, null), line("much", 90, 0.1)];
  expect(ordered(lines, "worst").map(({ key }) => key)).toEqual(["bad", "much", "good", "few"]);
  expect(ordered(lines, "most").map(({ key }) => key)).toEqual(["much", "good", "bad", "few"]);
});

test("the customers of a line are those of the question narrowed to it", () => {
  expect(behind({ from: "a", to: "b", source: "tickets" })({ tone: "negative" }, "Wrote", { topic: "price" })).toEqual({ analysis: "voices", question: { from: "a", to: "b", source: "tickets", topic: "price" }, of: { tone: "negative" }, title: "Wrote" });
});

test("what the answer says, in words", () => {
  const answer = { overall: line("", 50, -0.2), topics: [line("Delivery", 20, -0.5), line("Price", 9, null)], stages: [line("Retention", 30, -0.3)], sources: [], unread: 1, took_ms: 1, scanned: { customers: 1, events: 1 } };
  expect(inOneSentence(answer)).toBe("All in all, 50 texts of 50 customers sound bad; where they are negative, it is most about delivery, most at the stage Retention.");
  expect(inOneSentence({ ...answer, overall: line("", 2, null) })).toMatch(/too few to say/);
  expect(inParts({ negative: 1, neutral: 0, positive: 1200 })).toBe("1 negative, 0 neutral, 1,200 positive");
  expect([0.6, 0.2, 0, -0.2, -0.6, null].map(mood)).toEqual(["very good", "good", "mixed", "bad", "very bad", "too few to say"]);
  expect(unreadInWords(0)).toBeUndefined();
  expect(unreadInWords(2)).toMatch(/^2 more texts could not be read/);
});

test("carrying words are marked by more than colour", () => {
  render(<Marked sentence={{ text: "not good", score: -0.3, parts: [{ text: "It is ", weight: 0 }, { text: "awful", weight: -2 }, { text: " but ", weight: 0 }, { text: "cheap", weight: 1 }] }} />);
  expect(screen.getByText("awful").closest("mark")).toHaveTextContent("awful− (negative)");
  expect(screen.getByText("cheap").closest("mark")).toHaveTextContent("cheap+ (positive)");
});
