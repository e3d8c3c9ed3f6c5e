import type { Schemas } from "@/shared/api/client";

export type Filter = Schemas["Filter"];

/** The operators as people say them, and how many values each takes. */
export const operators: { value: string; label: string; takes: "one" | "list" | "two" | "none" }[] = [
  { value: "eq", label: "is", takes: "one" },
  { value: "neq", label: "is not", takes: "one" },
  { value: "in", label: "is one of", takes: "list" },
  { value: "not_in", label: "is none of", takes: "list" },
  { value: "contains", label: "contains", takes: "one" },
  { value: "not_contains", label: "does not contain", takes: "one" },
  { value: "starts_with", label: "starts with", takes: "one" },
  { value: "ends_with", label: "ends with", takes: "one" },
  { value: "matches", label: "matches the pattern", takes: "one" },
  { value: "gt", label: "is more than", takes: "one" },
  { value: "gte", label: "is at least", takes: "one" },
  { value: "lt", label: "is less than", takes: "one" },
  { value: "lte", label: "is at most", takes: "one" },
  { value: "between", label: "is between", takes: "two" },
  { value: "exists", label: "is there", takes: "none" },
  { value: "not_exists", label: "is missing", takes: "none" },
];

export const dimensions: { value: string; label: string }[] = [
  { value: "page", label: "Page" },
  { value: "landing_page", label: "Landing page" },
  { value: "channel", label: "Channel" },
  { value: "source", label: "Campaign source" },
  { value: "medium", label: "Campaign medium" },
  { value: "campaign", label: "Campaign" },
  { value: "referrer_host", label: "Referring site" },
  { value: "device", label: "Device" },
  { value: "os", label: "Operating system" },
  { value: "browser", label: "Browser" },
  { value: "country", label: "Country" },
  { value: "language", label: "Language" },
  { value: "stage", label: "Stage" },
  { value: "hour", label: "Hour of the day" },
  { value: "weekday", label: "Day of the week" },
  { value: "new_or_returning", label: "New or returning" },
  { value: "value", label: "Value" },
  { value: "event", label: "Event" },
];

/** A text from a field as the value that it most likely means: 5, true, "5 kg". */
export function readValue(text: string): string | number | boolean {
  if (text === "true" || text === "false") return text === "true";
  if (/^-?(0|[1-9]\d*)(\.\d+)?$/.test(text.trim())) return Number(text);
  return text;
}

export function showValue(value: unknown): string {
  if (Array.isArray(value)) return value.map(showValue).join(", ");
  return value === null || value === undefined ? "" : String(value);
}

/** A property's path as people read it: "properties.category" is "category". */
export function showProperty(path: string): string {
  const known = dimensions.find((d) => d.value === path);
  if (known) return known.label;
  const [root, ...keys] = path.split(".");
  return root === "properties" ? keys.join(".") : root === "traits" ? `customer's ${keys.join(".").replaceAll("_", " ")}` : path;
}

/** What is sent to customers is no act of theirs, and makes nobody a visitor. */
export const ownActs: Filter = { property: "event", op: "not_in", value: ["Message Sent", "Message Delivered", "Message Bounced", "Message Opened"] };

export function isOwnActs({ property, op, value }: Filter): boolean {
  return property === ownActs.property && op === ownActs.op && JSON.stringify(value) === JSON.stringify(ownActs.value);
}

/** A filter in words, for sentences. */
export function describeFilter(filter: Filter): string {
  if (isOwnActs(filter)) return "it is the customer's own act";
  const operator = operators.find((o) => o.value === filter.op);
  return [showProperty(filter.property), operator?.label ?? filter.op, operator?.takes === "none" ? "" : showValue(filter.value)].filter(Boolean).join(" ");
}

/** Whether a filter can be asked already, or is still being filled in. */
export function isComplete(filter: Filter): boolean {
  const takes = operators.find((o) => o.value === filter.op)?.takes;
  if (!filter.property || !takes) return false;
  if (takes === "none") return true;
  if (takes === "list") return Array.isArray(filter.value) && filter.value.length > 0;
  if (takes === "two") return Array.isArray(filter.value) && filter.value.length === 2 && filter.value.every((v) => v !== "" && v !== null);
  return filter.value !== undefined && filter.value !== "" && filter.value !== null;
}
