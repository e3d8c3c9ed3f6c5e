import type { Schemas } from "@/shared/api/client";
import { describeFilter, type Filter, isComplete, showProperty } from "@/shared/filters/filters";
import { keep, readFilters, readList, readOneOf, readRecord, readSelector, readSpan, readText, readWhole, type Selector, writeFilters, writeSelector } from "@/shared/question/read";
import type { Bounds } from "@/shared/range/range";

export type Step = Selector & { name: string };
export type Exclusion = Selector & { between?: [number, number] };
export type Order = "ordered" | "strict" | "unordered";
export type Unit = "customer" | "session";
export type FunnelQuestion = {
  steps: Step[];
  order: Order;
  window?: string;
  unit: Unit;
  exclude: Exclusion[];
  breakdown?: { property: string; at: string };
  where: Filter[];
};

const usual = ["Page Viewed", "Product Viewed", "Product Added", "Checkout Started", "Order Completed"];
const defaultWindow = "7d";

/** The way to an order where a shop was seen; else from the most frequent event to the rarest of the first few. */
export function defaultSteps(seen: { name: string; count: number }[]): Step[] {
  const names = seen.map((event) => event.name).filter((name) => name !== "(other)");
  const shop = usual.filter((name) => names.includes(name));
  const chosen = shop.length > 1 ? shop : names.slice(0, 3);
  return chosen.map((name) => ({ events: [name], where: [], name: "" }));
}

/** Reads a question from the address. Whatever is missing or wrong gets its default. */
export function decodeFunnel(raw: unknown, seen: { name: string; count: number }[]): FunnelQuestion {
  const q = readRecord(raw);
  const steps = readList(q.steps).map((step) => ({ ...readSelector(step), name: readText(readRecord(step).name) ?? "" })).filter((step) => step.events.length > 0);
  const own = steps.length > 0;
  const order = readOneOf<Order>(q.order, ["ordered", "strict", "unordered"]) ?? "ordered";
  const count = own ? steps.length : defaultSteps(seen).length;
  const property = readText(readRecord(q.breakdown).property);
  return {
    steps: own ? steps : defaultSteps(seen),
    order,
    // A question that names its steps means "without limit" where it names no window.
    window: readSpan(q.window) ?? (own && order !== "unordered" ? undefined : defaultWindow),
    unit: readOneOf<Unit>(q.unit, ["customer", "session"]) ?? "customer",
    exclude: readList(q.exclude, 10).map((item) => readExclusion(item, count)).filter((item) => item.events.length > 0),
    breakdown: property ? { property, at: readAt(readRecord(q.breakdown).at, count) } : undefined,
    where: readFilters(q.where),
  };
}

function readExclusion(raw: unknown, steps: number): Exclusion {
  const [from, to] = readList(readRecord(raw).between, 2).map((n) => readWhole(n, 1, steps));
  const between: [number, number] | undefined = from && to && from < to ? [from, to] : undefined;
  return { ...readSelector(raw), ...keep("between", between) };
}

function readAt(raw: unknown, steps: number): string {
  if (raw === "last") return raw;
  const step = typeof raw === "string" ? /^step:(\d+)$/.exec(raw)?.[1] : undefined;
  return step && readWhole(Number(step), 1, steps) ? `step:${step}` : "first";
}

/** The question for the address; undefined while a step has no event yet. */
export function encodeFunnel(question: FunnelQuestion): Omit<Schemas["FunnelDefinition"], "from" | "to"> | undefined {
  const steps = question.steps.map((step) => {
    const selector = writeSelector(step);
    return selector && { ...selector, ...keep("name", step.name.trim() || undefined) };
  });
  const complete = steps.filter((step) => step !== undefined);
  if (complete.length === 0 || complete.length < steps.length) return undefined;
  // Exclusions make sense in an ordered funnel alone; the API refuses them elsewhere.
  const exclude = question.order === "ordered" ? question.exclude.flatMap((item) => {
    const selector = writeSelector(item);
    return selector ? [{ ...selector, ...keep("between", item.between) }] : [];
  }) : [];
  return {
    steps: complete,
    order: question.order,
    unit: question.unit,
    ...keep("window", question.window),
    ...keep("exclude", exclude.length > 0 ? exclude : undefined),
    ...keep("breakdown", question.breakdown),
    ...keep("where", writeFilters(question.where)),
  };
}

/** The question as the API takes it. */
export function askFunnel(question: FunnelQuestion, bounds: Bounds): Schemas["FunnelDefinition"] {
  return { steps: [], ...encodeFunnel(question), ...bounds };
}

export function stepName(step: Step): string {
  return step.name.trim() || step.events.map((name) => (name === "*" ? "Any event" : name)).join(" or ");
}

/** What a funnel is called until somebody names it: from where to where. */
export function funnelName({ steps }: FunnelQuestion): string {
  const [first, last] = [steps[0], steps.at(-1)];
  return first && last && first !== last ? `From ${stepName(first)} to ${stepName(last)}` : first ? stepName(first) : "Funnel";
}

const units: Record<string, [string, string]> = { s: ["second", "seconds"], m: ["minute", "minutes"], h: ["hour", "hours"], d: ["day", "days"], w: ["week", "weeks"] };

/** A span in words: "7 days". */
export function spanInWords(span: string): string {
  const n = Number.parseInt(span, 10);
  return `${n} ${units[span.slice(-1)]?.[n === 1 ? 0 : 1] ?? ""}`;
}

/** Everything about the question but its steps, in words. */
export function conditionsInWords(question: FunnelQuestion): string {
  const parts = [
    question.window ? `within ${spanInWords(question.window)}` : "without a time limit",
    { ordered: "in this order", strict: "directly one after the other", unordered: "in any order" }[question.order],
    question.unit === "session" ? "in one visit" : "by customer",
    ...(question.order === "ordered" ? question.exclude.filter((item) => item.events.length > 0).map((item) => `without ${item.events.join(" or ")}`) : []),
    ...question.where.filter(isComplete).map((filter) => `where ${describeFilter(filter)}`),
    ...(question.breakdown ? [`split by ${showProperty(question.breakdown.property)}`] : []),
  ];
  return parts.join(", ");
}
