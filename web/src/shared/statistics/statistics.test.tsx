import { MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { Explain } from "./Explain";
import { explanations } from "./explanations";
import { Rate } from "./Rate";
import { fewest, gapRange, isClear, range, wilson } from "./rate";

vi.mock("@tanstack/react-router", () => ({ Link: ({ to, children }: { to: string; children: React.ReactNode }) => <a href={to}>{children}</a> }));

test("every statistic is explained in one sentence", () => {
  for (const [key, { name, sentence }] of Object.entries(explanations)) {
    expect(name, key).not.toBe("");
    expect(sentence, key).toMatch(/^[A-Z].*\.$/s);
    expect(sentence.match(/[.!?](\s|$)/g), `${key}: one sentence`).toHaveLength(1);
  }
});

test("how a number is counted is reached, read and left by keyboard", async () => {
  const user = userEvent.setup();
  render(<MantineProvider env="test"><Explain about="Funnel" of={["conversion", "left"]} /></MantineProvider>);
  const button = screen.getByRole("button", { name: "How Funnel is counted" });
  await user.tab();
  expect(button).toHaveFocus();
  await user.keyboard("{Enter}");
  const told = await screen.findByRole("dialog", { name: "How Funnel is counted" });
  expect(told).toHaveTextContent(explanations.conversion.sentence);
  expect(told).toHaveTextContent(explanations.left.sentence);
  expect(screen.getByRole("link", { name: "All words explained" })).toHaveAttribute("href", "/glossary");
  await user.keyboard("{Escape}");
  await vi.waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(button).toHaveFocus();
});

test("on a public page there is no way into the app", async () => {
  const user = userEvent.setup();
  render(<MantineProvider env="test"><Explain about="Funnel" of={["left"]} linked={false} /></MantineProvider>);
  await user.click(screen.getByRole("button"));
  await screen.findByRole("dialog");
  expect(screen.queryByRole("link")).toBeNull();
});

test("a rate stands with where it lies; of too few there is no number", () => {
  const { container, rerender } = render(<Rate rate={81 / 263} interval={wilson(81, 263)} />);
  expect(container).toHaveTextContent("30.8% , 95% range 26–37%");
  rerender(<Rate rate={0.4} interval={wilson(2, 5)} />);
  expect(container).toHaveTextContent(/^too few to say$/);
});

test("Wilson's interval is the published one, holds the share, and is nothing for too few", () => {
  const lies = wilson(81, 263);
  expect(lies?.low).toBeCloseTo(0.2553, 4);
  expect(lies?.high).toBeCloseTo(0.3662, 4);
  fc.assert(fc.property(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 1, max: 500 }), (part, whole) => {
    const found = wilson(Math.min(part, whole), whole);
    expect(found === null).toBe(whole < fewest);
    if (found) {
      expect(found.low).toBeLessThanOrEqual(Math.min(part, whole) / whole + 1e-12);
      expect(found.high).toBeGreaterThanOrEqual(Math.min(part, whole) / whole - 1e-12);
    }
  }));
});

test("ranges read shortly, and a clear difference leaves out zero", () => {
  expect(range({ low: 0.0456, high: 0.0678 })).toBe("4.6–6.8%");
  expect(range({ low: 0.25, high: 0.37 })).toBe("25–37%");
  expect(gapRange({ low: -0.031, high: 0.012 })).toBe("−3.1 to +1.2 points");
  expect([isClear({ low: -0.1, high: 0.1 }), isClear({ low: 0.01, high: 0.1 }), isClear({ low: -0.2, high: -0.1 })]).toEqual([false, true, true]);
});
