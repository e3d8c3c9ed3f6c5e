/** Where the guide stands, and what it says. All functions are pure. */
import type { Schemas } from "@/shared/api/client";

export const steps = ["business", "connect", "listen", "journey"] as const;
export type Step = (typeof steps)[number];
export const titles: Record<Step, string> = { business: "Your business", connect: "Connect", listen: "First event", journey: "First journey" };

export type Done = { kit: boolean; source: boolean; events: boolean };

/** The first step that is not done: where somebody who comes back goes on. */
export function nextStep({ kit, source, events }: Done): Step {
  if (events) return "journey";
  if (!kit) return "business";
  return source ? "listen" : "connect";
}

/** The step that the address names, else the next one. The journey needs an event. */
export function stepOf(named: string | undefined, done: Done): Step {
  const step = steps.find((one) => one === named) ?? nextStep(done);
  if (step === "journey" && !done.events) return nextStep(done);
  return step === "listen" && done.events ? "journey" : step;
}

const euro = "AT BE CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK";
const currencies: Record<string, string> = { US: "USD", GB: "GBP", CH: "CHF", LI: "CHF", CA: "CAD", AU: "AUD", NZ: "NZD", DK: "DKK", SE: "SEK", NO: "NOK", PL: "PLN", CZ: "CZK", HU: "HUF", RO: "RON", BG: "EUR", IN: "INR", JP: "JPY", BR: "BRL", MX: "MXN", ZA: "ZAR", SG: "SGD", TR: "TRY", IL: "ILS", UA: "UAH" };

/** The currency of the browser's region; undefined where it names none. */
export function guessCurrency(language: string): string | undefined {
  try {
    const { region } = new Intl.Locale(language);
    return region && (euro.split(" ").includes(region) ? "EUR" : currencies[region]);
  } catch {
    return undefined;
  }
}

type LiveEvent = Schemas["LiveEvent"];

/** The customer of the newest event that belongs to somebody; robots are nobody. */
export function firstCustomer(events: LiveEvent[]): { id: string; event: LiveEvent } | null {
  for (const event of events) if (event.customer_id && !event.bot) return { id: event.customer_id, event };
  return null;
}

/** What arrived, in a sentence; `when` is how long ago. */
export function arrived(event: LiveEvent, when: string): string {
  const what = event.event === "Page Viewed" ? "A page view" : event.event ? `“${event.event}”` : "A message about a customer";
  return `${what}${event.page ? ` of ${event.page}` : ""} arrived ${when}.`;
}

export type Found = { quarantined: number; reason?: string; strangers: number; robots: number };

/** Why there may be no journey yet, the most telling first; empty where nothing at all was heard. */
export function findings({ quarantined, reason, strangers, robots }: Found): string[] {
  const list: string[] = [];
  if (strangers > 0) list.push(`${times(strangers)} came with a write key that is not known here. Copy the line again from the step before: its key must be that one.`);
  if (quarantined > 0) list.push(`${times(quarantined)} came and could not be used${reason ? `: ${reason}` : ""}.`);
  if (robots > 0) list.push(`${times(robots)} came from a robot, and robots are no customers. Open the page in an ordinary browser.`);
  return list;
}

function times(n: number): string {
  return n === 1 ? "One call" : `${n} calls`;
}

/** The text for whoever installs it. */
export function letter(business: string, snippet: string): string {
  return `Hello,

please put this line into the head of every page of ${business}, before </head>:

${snippet}

It loads a small script (under 6 kB) from our own server, tells it which pages are viewed, and asks nobody else. If the site has a content security policy, allow that address in script-src and connect-src.

Thank you!`;
}
