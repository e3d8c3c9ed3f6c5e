import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import type { Schemas } from "@/shared/api/client";
import { Curve } from "./Curve";

const stage = (key: string, customers: number, mean: number | null): Schemas["EmotionStage"] => ({
  key, name: key.toUpperCase(), customers, mean, interval: mean === null ? null : { low: mean - 0.1, high: mean + 0.1 }, spread: 0.2,
  reviews: customers, surveys: 0, tickets: 0, friction: 0, best: [{ text: `Lovely ${key}`, score: 0.6 }], worst: [], topics: [],
});
const answer: Schemas["EmotionAnswer"] = {
  stages: [stage("a", 40, -0.4), stage("b", 9, null), stage("c", 1200, 0.7), stage("d", 0, null), stage("e", 12, 0.2)],
  peak: "c", end: "e", remembered: 0.45, unread: 0, topics: [], took_ms: 1, scanned: { customers: 1, events: 1 },
};
const column = (key: string, name = key.toUpperCase(), counted = true) => ({ key, name, counted });
vi.mock("./queries", () => ({ emotionQuery: () => ({ queryKey: ["emotion"], queryFn: async () => answer }) }));
vi.mock("@/shared/people/PeopleNumber", () => ({ PeopleNumber: ({ people, children }: { people: { of: { stage: string } }; children: React.ReactNode }) => <button type="button" data-of={people.of.stage}>{children}</button> }));

test("each point says how many it rests on, and what is missing where there is none", async () => {
  const user = userEvent.setup();
  const columns = ["a", "b", "c", "d", "e"].map((key) => column(key));
  const { container } = render(<QueryClientProvider client={new QueryClient()}><Curve stages={columns} question={{ from: "", to: "" }} /></QueryClientProvider>);
  const peak = await screen.findByRole("button", { name: "C: very good, peak, from 1,200 customers heard" });
  expect(screen.getByRole("button", { name: "E: good, end, from 12 customers heard" })).toBeInTheDocument();
  const low = screen.getByRole("button", { name: "A: bad, from 40 customers heard" });
  // The dots are elements, for a picture of the page knows no pseudo-elements.
  for (const point of [peak, low]) expect(point.firstElementChild?.className).toMatch(/dot/);

  const heard = within(screen.getByRole("list", { name: "Customers heard at each stage" })).getAllByRole("listitem");
  expect(heard.map((item) => item.textContent)).toEqual(["A: 40 heard", "B: only 9 heard, 10 are needed", "C: 1,200 heard", "D: nobody heard", "E: 12 heard"]);
  expect(heard[1]?.querySelector("button")).toHaveAttribute("data-of", "b");

  expect(container).toHaveTextContent("Lovely c");
  await user.hover(low);
  expect(container).toHaveTextContent("Lovely a");
});

test("a map's own stages have their own names and order, and no mood where nothing is counted", async () => {
  const columns = [column("e", "Second dress"), column("box", "Unboxing", false), column("c", "Wears it")];
  render(<QueryClientProvider client={new QueryClient()}><Curve stages={columns} question={{ from: "", to: "" }} /></QueryClientProvider>);
  // The end is the map's last point, wherever the workspace has that stage.
  await screen.findByRole("button", { name: "Wears it: very good, peak and end, from 1,200 customers heard" });
  expect(screen.getAllByRole("listitem").slice(0, 3).map((item) => item.textContent)).toEqual(["Second dress: 12 heard", "Unboxing: not counted", "Wears it: 1,200 heard"]);
});
