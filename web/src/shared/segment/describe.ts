import { describeFilter, operators, showProperty, showValue } from "@/shared/filters/filters";
import { rfmSegments } from "@/shared/customer/rfm";
import type { EventRule, Leaf, SegmentRule } from "./rule";

type Named = { key: string; name: string };

/** A rule as a plain sentence; stages are called by their names where these are handed over. */
export function describeRule(rule: SegmentRule | null | undefined, stages: Named[] | null = null): string {
  return rule ? `Customers ${phrase(rule, stages, true)}` : "All customers";
}

/** What follows the word "customers". */
function phrase(rule: SegmentRule, stages: Named[] | null, outermost: boolean): string {
  if ("all" in rule || "any" in rule) {
    const [list, word] = "all" in rule ? [rule.all, "and"] : [rule.any, "or"];
    const parts = list.map((part) => phrase(part, stages, false));
    if (parts.length === 0) return "all" in rule ? "of all kinds" : "of no kind";
    const joined = parts.length < 3 ? parts.join(` ${word} `) : `${parts.slice(0, -1).join(", ")} ${word} ${parts.at(-1)}`;
    return outermost || parts.length === 1 ? joined : `(${joined})`;
  }
  if ("not" in rule) return without(rule.not, stages);
  return leafPhrase(rule, stages);
}

/** The opposite of a part, said without a double negation where the language has words for it. */
function without(rule: SegmentRule, stages: Named[] | null): string {
  if ("all" in rule || "any" in rule || "not" in rule) return `who are none of those ${phrase(rule, stages, true)}`;
  if ("event" in rule && plain(rule)) return `${rule.within ? "who did not do" : "who never did"} ${eventPhrase(rule)}`;
  if ("stage" in rule) return `who are not at ${names(rule.stage, stages)}`;
  if ("lapsed" in rule) return rule.lapsed ? "who have not lapsed" : "who have lapsed";
  if ("rfm" in rule) return `who are not among ${segments(rule.rfm)}`;
  if ("prefers_channel" in rule) return `who do not mostly come by ${rule.prefers_channel}`;
  if ("consents_to" in rule) return `who did not agree to ${words(rule.consents_to)}`;
  return `who are none of those ${leafPhrase(rule, stages)}`;
}

function leafPhrase(leaf: Leaf, stages: Named[] | null): string {
  if ("event" in leaf) return `who did ${eventPhrase(leaf)}`;
  if ("property" in leaf) {
    const operator = operators.find((o) => o.value === leaf.op);
    return ["whose", rulePropertyName(leaf.property), operator?.label ?? leaf.op, operator?.takes === "none" ? "" : said(leaf.value)].filter(Boolean).join(" ");
  }
  if ("stage" in leaf) return `who are at ${names(leaf.stage, stages)}`;
  if ("lapsed" in leaf) return leaf.lapsed ? "who have lapsed" : "who have not lapsed";
  if ("rfm" in leaf) return `who are among ${segments(leaf.rfm)}`;
  if ("engagement" in leaf) return `whose engagement is ${leaf.engagement.join(" or ")}`;
  if ("prefers_channel" in leaf) return `who mostly come by ${leaf.prefers_channel}`;
  if ("consents_to" in leaf) return `who agreed to ${words(leaf.consents_to)}`;
  if ("date" in leaf) return `whose ${rulePropertyName(leaf.date)} ${leaf.anniversary ? "comes round" : "is"} ${!leaf.in || leaf.in === "0d" ? "today" : `in ${span(leaf.in, "1 ")}`}`;
  const steps = leaf.sequence.map((step) => `${step.absent ? `not ${step.event}${step.after ? ` for ${span(step.after, "1 ")}` : ""}` : step.event}${filters(step.where)}`);
  return `who did ${steps.join(", then ")}${leaf.within ? ` in the last ${span(leaf.within)}` : ""}`;
}

/** Whether an event has only to be there. */
const plain = (rule: EventRule) => !rule.count && rule.sum === undefined && rule.avg === undefined && rule.distinct === undefined && !rule.first && !rule.last;

function eventPhrase(rule: EventRule): string {
  const event = rule.event === "*" ? "anything" : rule.event;
  return [event + filters(rule.where), measure(rule), rule.within && `in the last ${span(rule.within)}`].filter(Boolean).join(" ");
}

function filters(where: EventRule["where"]): string {
  return where?.length ? ` (${where.map(describeFilter).join(" and ")})` : "";
}

function measure(rule: EventRule): string {
  if (rule.count) {
    const { op, value } = rule.count;
    if (op === "gte" && value === 1) return "";
    return `${compared(op, value)} ${value === 1 ? "time" : "times"}`;
  }
  if (rule.sum !== undefined) return `with ${showProperty(rule.sum).toLowerCase()} of ${compared(rule.op, rule.value)} in total`;
  if (rule.avg !== undefined) return `with ${showProperty(rule.avg).toLowerCase()} of ${compared(rule.op, rule.value)} on average`;
  if (rule.distinct !== undefined) return `with ${compared(rule.op, rule.value)} different values of ${showProperty(rule.distinct).toLowerCase()}`;
  if (rule.first) return `for the first time ${when(rule.first.op, rule.first.value)}`;
  return rule.last ? `for the last time ${when(rule.last.op, rule.last.value)}` : "";
}

/** How numbers are compared, as people say it. */
export const comparisons = [
  { value: "gte", label: "at least" },
  { value: "lte", label: "at most" },
  { value: "eq", label: "exactly" },
  { value: "gt", label: "more than" },
  { value: "lt", label: "fewer than" },
  { value: "between", label: "between" },
  { value: "neq", label: "other than" },
];

function compared(op: string | undefined, value: unknown): string {
  return `${comparisons.find((c) => c.value === op)?.label ?? op ?? ""} ${Array.isArray(value) ? value.map(showValue).join(" and ") : showValue(value)}`;
}

function when(op: string, value: unknown): string {
  const day = (time: unknown) => showValue(time).slice(0, 10);
  if (op === "between" && Array.isArray(value)) return `between ${day(value[0])} and ${day(value[1])}`;
  return `${op === "lt" ? "before" : "since"} ${day(value)}`;
}

const spelled: Record<string, string> = { s: "second", m: "minute", h: "hour", d: "day", w: "week" };

/** A span such as 90d in words. */
export function span(text: string, one = ""): string {
  const unit = spelled[text.slice(-1)];
  const n = text.slice(0, -1);
  if (!unit) return text;
  return n === "1" ? `${one}${unit}` : `${n} ${unit}s`;
}

/** A property of a rule: a trait is the customer's by itself, and of anything else the latest value counts. */
function rulePropertyName(path: string): string {
  if (path.startsWith("traits.")) return path.slice("traits.".length);
  return `latest ${showProperty(path).toLowerCase()}`;
}

const said = (value: unknown) => (Array.isArray(value) ? value.map(showValue).join(", ") : showValue(value));
const words = (key: string) => key.replaceAll("_", " ");
const names = (keys: string[], stages: Named[] | null) => keys.map((key) => stages?.find((stage) => stage.key === key)?.name ?? key).join(" or ");
const segments = (keys: string[]) => keys.map((key) => rfmSegments[key]?.name ?? key).join(" or ");
