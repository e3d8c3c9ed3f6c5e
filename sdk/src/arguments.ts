import type { CallOptions, Callback, Properties } from "../wend";

/** A call's arguments, put into their places. */
export interface Arguments {
  /** The leading texts that were given: an event, an id, a category and a name. */
  texts: string[];
  data: Properties;
  options: CallOptions;
  callback: Callback | undefined;
}

const isObject = (value: unknown): value is Properties => typeof value === "object" && value !== null;
const isText = (value: unknown): boolean => typeof value === "string" || typeof value === "number";

/**
 * Segment's verbs may leave out almost any argument: up to `slots` texts come
 * first, then properties and options, and a function anywhere is the callback.
 */
export function sort(args: unknown[], slots: number): Arguments {
  const rest = args.filter((arg) => typeof arg !== "function");
  const texts: string[] = [];
  for (let slot = 0; slot < slots && rest.length; slot++) {
    // identify(null, traits) and page(null, "Home") leave the first one empty
    if (!isText(rest[0]) && (slot > 0 || isObject(rest[0]))) break;
    const text = rest.shift();
    if (isText(text)) texts.push(String(text));
  }
  return {
    texts,
    data: isObject(rest[0]) ? rest[0] : {},
    options: isObject(rest[1]) ? (rest[1] as CallOptions) : {},
    callback: args.find((arg) => typeof arg === "function") as Callback | undefined,
  };
}

/** b over a; of two objects the keys. */
export function merge(a: Properties, b: Properties | undefined): Properties {
  const merged = { ...a };
  for (const key in b) {
    const over = b[key];
    const under = merged[key];
    merged[key] = isObject(under) && isObject(over) && !Array.isArray(over) ? { ...under, ...over } : over;
  }
  return merged;
}
