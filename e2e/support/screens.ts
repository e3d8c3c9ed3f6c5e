// Every screen there is. What stands here is opened, looked at by axe-core at both widths and in both themes, and
// walked by keyboard; tests/routes.test.ts fails where a route of the app stands in none of the lists.
import type { Page } from "playwright-core";
import { quiet } from "./browser";
import type { Wend } from "./wend";

export interface Screen {
  /** As web/src/app/router.tsx has it. */
  route: string;
  /** What is opened; of a screen that shows one of many, how one is found. */
  address: string | ((wend: Wend) => Promise<string>);
  /** Its first heading, where it is always the same. */
  heading?: string;
}

const screen = (address: string, heading?: string): Screen => ({ route: address.replace(/\?.*/, ""), address, ...(heading && { heading }) });

/** Opened in the demo of the boutique. */
export const screens: Screen[] = [
  screen("/"),
  screen("/journeys", "Journeys"),
  screen("/journeys/maps", "Journey maps"),
  { route: "/journeys/maps/$id", address: async (wend) => `/journeys/maps/${await aMap(wend)}` },
  screen("/understand/insights", "What changed"),
  screen("/understand/voices", "Voices"),
  screen("/digest", "The week"),
  screen("/understand/funnel", "Funnel"),
  screen("/understand/paths", "Paths"),
  screen("/understand/trends", "Trends"),
  screen("/understand/retention", "Retention"),
  screen("/understand/rfm", "RFM"),
  screen("/compare", "Compare"),
  screen("/ideal-customer", "Ideal customer"),
  screen("/understand/attribution", "Attribution"),
  screen("/understand/sources", "Traffic sources"),
  screen("/understand/landing", "Landing pages"),
  screen("/opportunities", "Opportunities"),
  screen("/dashboards", "Dashboards"),
  { route: "/dashboards/$id", address: "/dashboards/kit-ecommerce", heading: "Shop" },
  { route: "/shared/$token", address: async (wend) => new URL((await wend.api<{ url: string }>("POST", "/dashboards/kit-ecommerce/share", { expires_in_days: 1 })).url).pathname, heading: "Shop" },
  screen("/saved", "Saved"),
  screen("/customers", "Customers"),
  { route: "/customers/$id", address: async (wend) => `/customers/${await aCustomer(wend)}` },
  screen("/accounts", "Accounts"),
  screen("/live", "Live"),
  screen("/live?tab=events", "Live"),
  screen("/plan", "Event plan"),
  screen("/glossary", "Words explained"),
  screen("/welcome?tab=business", "What kind of business is it?"),
  screen("/welcome?tab=connect", "Connect your website"),
  screen("/welcome?tab=journey", "Your first journey"),
  screen("/settings/sources", "Sources"),
  screen("/settings/imports", "Imports & exports"),
  screen("/settings/stages", "Stages"),
  screen("/settings/notes", "Notes"),
  screen("/settings/events", "Events & properties"),
  screen("/settings/identity", "Identity rules"),
  screen("/settings/quarantine", "Quarantine"),
  screen("/settings/people", "People"),
  screen("/settings/security", "Security"),
  screen("/settings/tokens", "API tokens"),
  screen("/settings/audit", "Audit log"),
  screen("/settings/general", "General"),
];

/** Opened in the demo of a business whose customers are firms (tests/accounts.test.ts). */
export const firms: Screen[] = [
  screen("/accounts", "Accounts"),
  { route: "/accounts/$id", address: async (wend) => `/accounts/${encodeURIComponent((await first(wend, "/accounts")).id)}` },
];

/** What stands before the sign-in, and the guide of an empty installation: opened one after the other by tests/doors.test.ts. */
export const doors = ["/setup", "/welcome", "/sign-in", "/join", "/unsubscribe"];

/** How a test is called. */
export const named = (list: Screen[]): [string, Screen][] => list.map((one) => [typeof one.address === "string" ? one.address : one.route, one]);

/** Opens a screen and waits until nothing is being counted any more. */
export async function open(page: Page, wend: Wend, { address, heading }: Pick<Screen, "address" | "heading">): Promise<void> {
  await page.goto(wend.host + (typeof address === "string" ? address : await address(wend)));
  await page.getByRole("heading", { level: 1, ...(heading && { name: heading, exact: true }) }).waitFor();
  await settled(page);
}

/** Waits until nothing is asked for and nothing is being counted any more. */
export async function settled(page: Page): Promise<void> {
  const done = () => ![...document.querySelectorAll("[role=status]")].some((e) => e.textContent?.endsWith("…"));
  do {
    await page.waitForFunction(done);
    await quiet(page);
  } while (!(await page.evaluate(done)));
}

async function first(wend: Wend, list: string): Promise<{ id: string }> {
  const [one] = (await wend.api<{ items: { id: string }[] }>("GET", `${list}?limit=1`)).items;
  if (!one) throw new Error(`there is nothing under ${list}`);
  return one;
}

const aCustomer = async (wend: Wend) => (await first(wend, "/customers")).id;

/** A journey map of one's own: a demo's first one is about its business. */
async function aMap(wend: Wend): Promise<string> {
  const body = { name: "First visits", personas: [{ key: "all", name: "Everybody" }], cells: [{ persona: "all", stage: "awareness", actions: ["Looks around"], pains: ["Cannot find the size"], touchpoints: [{ name: "Home page", event: "Page Viewed" }, { name: "Market stall" }] }] };
  return (await wend.api<{ id: string }>("PUT", "/journey-maps/first-visits", body)).id;
}
