import { kindName, sentence } from "@/shared/customer/customer";
import type { Identifier, Profile } from "./queries";

/** An identifier with its kind, as it stands in a sentence: "Email ada@example.com". */
export function identifierText({ kind, value }: Identifier): string {
  return kind === "anonymous_id" ? `Browser ${value.slice(0, 8)}` : `${kindName(kind)} ${kind === "phone" ? "+" : ""}${value}`;
}

const causes: Record<string, string> = {
  identify: "They signed in or left their details: one identify call named both.",
  track: "One event carried both.",
  page: "One page view carried both.",
  screen: "One screen view carried both.",
  group: "One group call carried both.",
  alias: "A program said on purpose that the two are one, with an alias call.",
};

/** Why two identifiers are taken for one person. */
export function causeText(cause: string): string {
  return causes[cause] ?? `Both came in one “${cause}” call.`;
}

const same = (a: Identifier, b: Identifier) => a.kind === b.kind && a.value === b.value;

/**
 * By what the other side of a split can be found: first what the merge had
 * brought together, then whatever else is gone from the profile.
 */
export function lostIdentifiers(before: Profile, after: Profile, evidence: Identifier[], most = 6): Identifier[] {
  const gone = (before.identifiers ?? []).filter((identifier) => !(after.identifiers ?? []).some((kept) => same(kept, identifier)));
  const isEvidence = (identifier: Identifier) => evidence.some((other) => same(other, identifier));
  return [...gone.filter(isEvidence), ...gone.filter((identifier) => !isEvidence(identifier))].slice(0, most);
}

/** What people may be asked for. What is not in a profile was never answered. */
const askedFor = ["email_marketing", "sms_marketing", "push"];
const consentNames: Record<string, string> = { email_marketing: "Marketing by email", sms_marketing: "Marketing by SMS", push: "Push messages" };

export type Consent = { name: string; answer: "yes" | "no" | null };

/** Every consent with its answer: those that messages need always, others where they were answered. */
export function consentRows(consents: Record<string, boolean>): Consent[] {
  const keys = [...askedFor, ...Object.keys(consents).filter((key) => !askedFor.includes(key)).sort()];
  return keys.map((key) => {
    const given = consents[key];
    return { name: consentNames[key] ?? sentence(key), answer: given === undefined ? null : given ? "yes" : "no" };
  });
}
