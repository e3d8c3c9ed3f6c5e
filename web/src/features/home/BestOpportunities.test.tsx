import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import type { Opportunity } from "@/shared/opportunities/queries";
import BestOpportunities from "./BestOpportunities";

const one = (id: string, state: Opportunity["state"] = "open") => ({
  id, state, sentence: `Many do not go on at ${id}. They cost some orders.`, suggestions: [`Mend ${id}.`],
  lost_value: { value: 900, low: 800, high: 1000 }, lost_conversions: { value: 9, low: 8, high: 10 },
}) as Opportunity;

let searched: string | null;
let items: Opportunity[];
const search = vi.fn(async () => items);
const see = vi.fn();
vi.mock("@/shared/opportunities/queries", () => ({
  knownQuery: { queryKey: ["opportunities", "known"], queryFn: async () => ({ items: searched ? items : [], searched }) },
  opportunitiesQuery: { queryKey: ["opportunities"], queryFn: () => search() },
}));
vi.mock("@/shared/opportunities/useSeeCustomers", () => ({ useSeeCustomers: ({ id }: Opportunity) => () => see(id) }));
vi.mock("@/shared/api/me", () => ({ useCurrency: () => "EUR" }));
vi.mock("@tanstack/react-router", () => ({ Link: ({ to, children }: { to: string; children: React.ReactNode }) => <a href={to}>{children}</a> }));

const show = () => render(<MantineProvider><QueryClientProvider client={new QueryClient()}><BestOpportunities /></QueryClientProvider></MantineProvider>);
const rows = async () => within(await screen.findByRole("list")).findAllByRole("listitem");

beforeEach(() => {
  search.mockClear();
  see.mockClear();
});

test("shows the three best of what is known with one button each, and searches for nothing", async () => {
  searched = new Date().toISOString();
  items = [one("a"), one("b", "testing"), one("done", "fixed"), one("c"), one("d")];
  show();
  const shown = await rows();
  expect(shown.map((row) => row.textContent)).toEqual(["a", "b", "c"].map((id) => expect.stringMatching(new RegExp(`^€900.*€800 to €1,000.*at ${id}\\.See the customers$`))));
  await userEvent.click(within(shown[2] as HTMLElement).getByRole("button", { name: "See the customers" }));
  expect(see).toHaveBeenCalledExactlyOnceWith("c");
  expect(screen.getByRole("link")).toHaveTextContent("See all 4 opportunities, and decide");
  expect(search).not.toHaveBeenCalled();
});

test("searches where nobody has since the start, and says more of a single one", async () => {
  searched = null;
  items = [one("a")];
  show();
  const [row] = await rows();
  expect(row).toHaveTextContent("They cost some orders.");
  expect(row).toHaveTextContent("What could help: Mend a.");
  expect(search).toHaveBeenCalledOnce();
});

test("searches again after a day, and says so where nothing stands out", async () => {
  searched = new Date(Date.now() - 90_000_000).toISOString();
  items = [];
  show();
  expect(screen.getByRole("status")).toHaveTextContent("Searching");
  await screen.findByText(/Nothing stands out: .* too few customers yet/);
  expect(search).toHaveBeenCalledOnce();
});
