import { keep, readFilters, readList, readRecord, readSpan, readText } from "@/shared/question/read";
import type { SegmentRule } from "./rule";

const deepest = 8;

/** Reads a rule from the address; undefined where it is none, or says more than is known here. */
export function readRule(raw: unknown, depth = 0): SegmentRule | undefined {
  const rule = readRecord(raw);
  if (depth > deepest) return undefined;
  if ("not" in rule) {
    const inner = readRule(rule.not, depth + 1);
    return inner && { not: inner };
  }
  const list = rule.all ?? rule.any;
  if (Array.isArray(list)) {
    const parts = readList(list).map((part) => readRule(part, depth + 1));
    const known = parts.filter((part) => part !== undefined);
    if (known.length < parts.length || known.length === 0) return undefined;
    return "all" in rule ? { all: known } : { any: known };
  }
  return "event" in rule ? readEvent(rule) : readLeaf(rule);
}

type Rule = Record<string, unknown>;

function readEvent(rule: Rule): SegmentRule | undefined {
  const event = readText(rule.event);
  if (!event) return undefined;
  const where = readFilters(rule.where);
  return {
    event,
    ...(where.length > 0 && { where }),
    ...keep("within", readSpan(rule.within)), ...keep("count", readComparison(rule.count)),
    ...keep("sum", readText(rule.sum)), ...keep("avg", readText(rule.avg)), ...keep("distinct", readText(rule.distinct)),
    ...keep("op", readText(rule.op)), ...("value" in rule && { value: rule.value }),
    ...keep("first", readComparison(rule.first)), ...keep("last", readComparison(rule.last)),
  };
}

function readComparison(raw: unknown): { op: string; value: unknown } | undefined {
  const { op, value } = readRecord(raw);
  return typeof op === "string" ? { op, value } : undefined;
}

function readLeaf(rule: Rule): SegmentRule | undefined {
  const texts = (raw: unknown) => readList(raw).filter((text) => typeof text === "string");
  if ("property" in rule) return readFilters([rule])[0];
  if (Array.isArray(rule.stage)) return { stage: texts(rule.stage) };
  if (Array.isArray(rule.rfm)) return { rfm: texts(rule.rfm) };
  if (Array.isArray(rule.engagement)) return { engagement: texts(rule.engagement) };
  if (typeof rule.lapsed === "boolean") return { lapsed: rule.lapsed };
  if (typeof rule.prefers_channel === "string") return { prefers_channel: rule.prefers_channel };
  if (typeof rule.consents_to === "string") return { consents_to: rule.consents_to };
  if (typeof rule.date === "string") return { date: rule.date, ...(rule.anniversary === true && { anniversary: true }), ...keep("in", readText(rule.in)) };
  if (Array.isArray(rule.sequence)) return readSequence(rule);
  return undefined;
}

function readSequence(rule: Rule): SegmentRule | undefined {
  const sequence = readList(rule.sequence).map(readRecord).flatMap((step) => {
    const event = readText(step.event);
    const where = readFilters(step.where);
    return event ? [{ event, ...(where.length > 0 && { where }), ...(step.absent === true && { absent: true }), ...keep("after", readSpan(step.after)) }] : [];
  });
  return sequence.length > 0 ? { sequence, ...keep("within", readSpan(rule.within)) } : undefined;
}
