import type { Schemas } from "@/shared/api/client";
import type { People } from "@/shared/people/people";
import { people as counted } from "./facts";

/** Which of the people behind a funnel's numbers are meant. */
export type Who = { step: number; left: boolean; count: number; group?: { value: unknown; label: string } };

/** The list of those people. */
export function peopleOf(question: Schemas["FunnelDefinition"], names: string[], { step, left, count, group }: Who): People {
  const name = names[step - 1] ?? `step ${step}`;
  const whose = group ? `${group.label}: customers` : "Customers";
  return {
    analysis: "funnel",
    question,
    of: { step, ...(left && { left }), ...(group && { value: group.value ?? null }) },
    title: left ? `${whose} who left after ${name}` : `${whose} who came to ${name}`,
    ...(question.unit === "session" && { note: counted(count, "session") }),
  };
}
