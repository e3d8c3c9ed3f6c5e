import type { Schemas } from "@/shared/api/client";
import type { People } from "@/shared/people/people";
import type { Move } from "./queries";

type Named = { key: string; name: string };
export type Whom = { of: Schemas["StagesWho"]; title: string };
export type Behind = (whom: Whom) => People;

export const standing = ({ key, name }: Named): Whom => ({ of: { stage: key }, title: `Customers in ${name}` });
export const entered = ({ key, name }: Named): Whom => ({ of: { stage: key, entered: true }, title: `Customers who entered ${name}` });
export const lapsed = ({ key, name }: Named): Whom => ({ of: { stage: key, lapsed: true }, title: `Customers who fell silent in ${name}` });

/** Those who made a move. */
export function moved({ from, to }: Move, name: (key: string) => string): Whom {
  const title = from === "start" ? `Customers who began in ${name(to)}` : to === "lapsed" ? `Customers who fell silent in ${name(from)}` : `Customers who moved from ${name(from)} to ${name(to)}`;
  return { of: { from, to }, title };
}

/** The list of those people. */
export const behind = (question: Schemas["StagesDefinition"]): Behind => (whom) => ({ analysis: "stages", question, ...whom });
