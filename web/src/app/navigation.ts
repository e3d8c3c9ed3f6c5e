import type { Me } from "@/shared/api/me";

/** A screen of a section; where the section has many, the question that the screen answers part of. */
export type Part = { to: string; label: string; needs?: string; group?: string };

/** The sections, in the order in which they stand. Only what exists is listed. */
export type Section = { to: string; label: string; children?: Part[]; when?: (me: Me) => boolean };

export const sections: Section[] = [
  { to: "/", label: "Home" },
  {
    to: "/journeys",
    label: "Journeys",
    children: [
      { to: "/journeys", label: "Stage map" },
      { to: "/journeys/maps", label: "Journey maps" },
    ],
  },
  {
    to: "/understand/funnel",
    label: "Understand",
    children: [
      { to: "/understand/insights", label: "What changed", group: "What happens" },
      { to: "/digest", label: "The week", group: "What happens" },
      { to: "/understand/voices", label: "Voices", group: "What happens" },
      { to: "/understand/funnel", label: "Funnel", group: "What happens" },
      { to: "/understand/paths", label: "Paths", group: "What happens" },
      { to: "/understand/trends", label: "Trends", group: "What happens" },
      { to: "/understand/retention", label: "Retention", group: "Who stays" },
      { to: "/understand/rfm", label: "RFM", group: "Who stays" },
      { to: "/compare", label: "Compare", group: "Who they are" },
      { to: "/ideal-customer", label: "Ideal customer", group: "Who they are" },
      { to: "/understand/attribution", label: "Attribution", group: "What brings them" },
      { to: "/understand/sources", label: "Traffic sources", group: "What brings them" },
      { to: "/understand/landing", label: "Landing pages", group: "What brings them" },
      { to: "/saved", label: "Saved", group: "Kept" },
    ],
  },
  { to: "/opportunities", label: "Opportunities" },
  { to: "/dashboards", label: "Dashboards" },
  { to: "/customers", label: "Customers" },
  { to: "/accounts", label: "Accounts", when: (me) => me.workspace.accounts > 0 },
  { to: "/live", label: "Live" },
  {
    to: "/settings/sources",
    label: "Settings",
    children: [
      { to: "/settings/sources", label: "Sources" },
      { to: "/plan", label: "Event plan" },
      { to: "/settings/imports", label: "Imports & exports" },
      { to: "/settings/stages", label: "Stages" },
      { to: "/settings/notes", label: "Notes" },
      { to: "/settings/events", label: "Events & properties" },
      { to: "/settings/identity", label: "Identity rules" },
      { to: "/settings/quarantine", label: "Quarantine" },
      { to: "/settings/people", label: "People", needs: "manage_people" },
      { to: "/settings/security", label: "Security" },
      { to: "/settings/tokens", label: "API tokens", needs: "make_tokens" },
      { to: "/settings/audit", label: "Audit log", needs: "see_audit" },
      { to: "/settings/general", label: "General" },
    ],
  },
];

/** Whether a section is the one that an address lies in. */
export function isCurrent(section: Section, path: string): boolean {
  if (section.to === "/") return path === "/";
  if (section.children?.some(({ to }) => to === path)) return true;
  const root = section.children ? `/${section.to.split("/")[1]}` : section.to;
  return path === root || path.startsWith(`${root}/`) || (section.children?.some((part) => part.to === path) ?? false);
}

/** The parts of a section by the question that they answer; those without one together. */
export function groupsOf(parts: Part[]): { group?: string; parts: Part[] }[] {
  const groups: { group?: string; parts: Part[] }[] = [];
  for (const part of parts) {
    const last = groups.at(-1);
    if (last && last.group === part.group) last.parts.push(part);
    else groups.push({ ...(part.group && { group: part.group }), parts: [part] });
  }
  return groups;
}
