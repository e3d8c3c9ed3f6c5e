import type { Schemas } from "@/shared/api/client";
import { count } from "@/shared/format/format";
import type { People } from "@/shared/people/people";
import type { PathLink, PathNode } from "./graph";
import { unitName } from "./question";

/** Whom of the paths' people: by the API's words, and by ours. */
export type Whom = { of: Schemas["PathsWho"]; title: string; count: number };
export type Behind = (whom: Whom) => People;

export const nodeOf = (node: PathNode): Whom => ({ of: { node: node.id }, title: `${node.name}, as step ${node.column + 1}`, count: node.count });
export const exitOf = (node: PathNode): Whom => ({ of: { node: node.id, exit: true }, title: `Ended at ${node.name}, as step ${node.column + 1}`, count: node.exits });
export const linkOf = (link: PathLink): Whom => ({ of: { node: link.source.id, next: link.target.id }, title: `${link.source.name} → ${link.target.name}`, count: link.count });

/** The list of those people. */
export const behind = (question: Schemas["PathsDefinition"]): Behind => (whom) => ({
  analysis: "paths",
  question,
  of: whom.of,
  title: whom.title,
  ...(question.unit !== "customer" && { note: `${count(whom.count)} ${unitName("session", whom.count)}` }),
});
