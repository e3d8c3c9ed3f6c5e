import { describeFilter, type Filter, isComplete, operators } from "@/shared/filters/filters";
import { readFilters, readList, readRecord, readText, readWhole } from "@/shared/question/read";

/** Something that customers did, or did not do. */
export type Did = { event: string | null; not: boolean; op: "gte" | "eq" | "lte"; times: number; where: Filter[] };

/** A group of customers: all of it must hold. What a builder cannot show stays as it is, in `others`. */
export type Group = { did: Did[]; are: Filter[]; others: object[] };

export const something: Did = { event: null, not: false, op: "gte", times: 1, where: [] };

const mostTimes = 9999;

/** Reads a rule; undefined where there is none, which means everybody else. */
export function readGroup(raw: unknown): Group | undefined {
  const rule = readRecord(raw);
  if (Object.keys(rule).length === 0) return undefined;
  const group: Group = { did: [], are: [], others: [] };
  const parts = Object.keys(rule).length === 1 && Array.isArray(rule.all) ? readList(rule.all) : [rule];
  for (const part of parts.map(readRecord)) {
    const did = readDid(part);
    const [filter] = "property" in part ? readFilters([part]) : [];
    if (did) group.did.push(did);
    else if (filter) group.are.push(filter);
    else if (Object.keys(part).length > 0) group.others.push(part);
  }
  return group;
}

function readDid(part: Record<string, unknown>): Did | undefined {
  if ("not" in part) {
    const inner = readDid(readRecord(part.not));
    return inner && !inner.not && inner.op === "gte" && inner.times === 1 ? { ...inner, not: true } : undefined;
  }
  const event = readText(part.event);
  if (!event || Object.keys(part).some((key) => !["event", "where", "count"].includes(key))) return undefined;
  const count = readRecord(part.count);
  const op = (["gte", "eq", "lte"] as const).find((one) => one === count.op);
  const times = readWhole(count.value, 0, mostTimes);
  if (part.count !== undefined && (!op || times === undefined)) return undefined;
  return { event, not: false, op: op ?? "gte", times: times ?? 1, where: readFilters(part.where) };
}

function writeDid({ event, not, op, times, where }: Did): object {
  const filters = where.filter(isComplete);
  const rule = { event, ...(filters.length > 0 && { where: filters }), ...(!not && (op !== "gte" || times !== 1) && { count: { op, value: times } }) };
  return not ? { not: rule } : rule;
}

/** The rule of a group; undefined while nothing of it is filled in. */
export function writeGroup(group: Group | undefined): object | undefined {
  if (!group) return undefined;
  const parts = [...group.did.filter(({ event }) => event).map(writeDid), ...group.are.filter(isComplete), ...group.others];
  return parts.length > 1 ? { all: parts } : parts[0];
}

export const everybodyElse = "everybody else";

/** A group in words, for the middle of a sentence. */
export function describeGroup(group: Group | undefined): string {
  if (!group) return everybodyElse;
  const did = group.did.filter(({ event }) => event).map(describeDid);
  const are = [...group.are.filter(isComplete).map(describeOne), ...group.others.map(() => "a rule of several conditions")];
  const parts = [...(did.length > 0 ? [`who ${did.join(" and ")}`] : []), ...(are.length > 0 ? [`with ${are.join(" and ")}`] : [])];
  return parts.length > 0 ? `those ${parts.join(", ")}` : "nobody yet";
}

function describeDid({ event, not, op, times, where }: Did): string {
  const what = event === "*" ? "anything" : event;
  const often = op === "gte" && times === 1 ? "" : ` ${op === "eq" ? "" : op === "gte" ? "at least " : "at most "}${times === 1 ? "once" : `${times} times`}`;
  const filters = where.filter(isComplete);
  return `${not ? "did not do" : "did"} ${what}${not ? "" : often}${filters.length > 0 ? ` where ${filters.map(describeFilter).join(" and ")}` : ""}`;
}

/** Short where it can be: "device mobile". */
function describeOne(filter: Filter): string {
  return filter.op === "eq" ? describeFilter(filter).replace(` ${operators[0]?.label} `, " ") : describeFilter(filter);
}
