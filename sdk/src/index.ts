// The entry: takes the place of the snippet's queue, reads the script element,
// and makes the calls that waited.
import type { Call, LoadOptions, Wend } from "../wend";
import { createWend } from "./wend";

const script =
  (document.currentScript as HTMLScriptElement | null) ||
  document.querySelector<HTMLScriptElement>("script[data-write-key]");
// An element of the page with the id "wend" would be found under that name too.
const stub = (Array.isArray(window.wend) ? window.wend : []) as Call[] & Partial<Wend>;

if (!stub.version) {
  const calls = stub.splice(0);
  // The queue itself becomes the library, for those who took hold of it early.
  const wend = (window.wend = Object.assign(stub, createWend()) as unknown as Wend);
  const { writeKey, host, page, hash, cookieless, cookieDomain } = script ? script.dataset : ({} as DOMStringMap);
  const own = script ? script.src.replace(/\/sdk\/[^/]*$/, "") : "";
  const on = (attribute?: string): boolean => attribute !== undefined && attribute !== "false";

  const load = wend.load;
  wend.load = (key: string, options?: LoadOptions) => load(key, { host: own, ...options });
  if (writeKey)
    wend.load(writeKey, {
      ...(host ? { host } : {}),
      ...(cookieDomain ? { cookieDomain } : {}),
      page: page !== "false",
      hash: on(hash),
      cookieless: on(cookieless),
    });
  wend.push(...calls);
}
