import type { Schemas } from "@/shared/api/client";
import type { Card } from "@/shared/saved/queries";

/** A card that needs no saved question, and when it makes sense. */
export type Ready = { title: string; text: string; card: Card };

const order = "Order Completed";
const way = ["Page Viewed", "Product Viewed", "Product Added", "Checkout Started", order];

/** Cards for what was seen so far: the first is for every business, those of a shop need its events. */
export function readyCards(seen: Schemas["SchemaEvent"][]): Ready[] {
  const names = new Set(seen.map(({ name }) => name));
  const steps = way.filter((name) => names.has(name));
  const cards: (Ready | false)[] = [
    { title: "Customers", text: "How many came, day by day", card: { ...trend("Customers", "customers"), width: "third" } },
    names.has(order) && { title: "Orders", text: "How many orders, day by day", card: { ...trend("Orders", "count", order), width: "third" } },
    names.has(order) && { title: "Revenue", text: "What the orders brought in all", card: { ...trend("Revenue", "sum:value", order), width: "third" } },
    { title: "Visits by channel", text: "Where visits come from", card: trend("Visits by channel", "sessions", undefined, "channel") },
    steps.length > 1 && { title: "The way to an order", text: "How many take each step, and where they leave", card: own("The way to an order", "funnel", { steps: steps.map((event) => ({ event })), order: "ordered", unit: "customer", window: "7d" }) },
    { title: "The stage map", text: "Where customers stand and how they move", card: { ...own("The stage map", "stages", {}), width: "full" } },
    { title: "What changed", text: "Days and changes beyond expectation, and why", card: own("What changed", "insights", {}) },
    { title: "Pages people see", text: "The ways through the site", card: { ...own("Pages people see", "paths", { by: "page", unit: "session", depth: 5, top: 7 }), width: "full" } },
  ];
  return cards.filter((card) => card !== false);
}

function own(title: string, analysis: string, question: object): Card {
  return { title, width: "half", show: "chart", inline: { analysis, question, range: "30d" } };
}

function trend(title: string, measure: string, event?: string, breakdown?: string): Card {
  return own(title, "trend", { series: [{ ...(event ? { event } : {}), measure }], ...(breakdown ? { breakdown } : {}) });
}

/** The first dashboard of somebody who has none. */
export function firstDashboard(seen: Schemas["SchemaEvent"][]): Schemas["SavedDashboardBody"] {
  return { name: "How we are doing", description: "The numbers to look at first.", cards: readyCards(seen).map(({ card }) => card).slice(0, 6) };
}
