// The entry of the script element: takes the place of the snippet's queue,
// reads the element's attributes, and makes the calls that waited.
import type { Call, LoadOptions, Wend } from "../wend";
import type { ObserveModule } from "./observer";
import { createWend } from "./wend";

/** The second file's version, put in by the build: it may be cached for ever. */
declare const OBSERVE_VERSION: string;

const script =
  (document.currentScript as HTMLScriptElement | null) ||
  document.querySelector<HTMLScriptElement>("script[data-write-key]");
// An element of the page with the id "wend" would be found under that name too.
const stub = (Array.isArray(window.wend) ? window.wend : []) as Call[] & Partial<Wend>;

if (!stub.version) {
  const calls = stub.splice(0);
  const fetchObserver = (host: string): Promise<ObserveModule> => import(`${host}/sdk/wend-observe.js?v=${OBSERVE_VERSION}`);
  // The queue itself becomes the library, for those who took hold of it early.
  const wend = (window.wend = Object.assign(stub, createWend(fetchObserver)) as unknown as Wend);
  const data = script ? script.dataset : ({} as DOMStringMap);
  const { writeKey, host, page, hash, cookieless, cookieDomain, waitForConsent } = data;
  const own = script ? script.src.replace(/\/sdk\/[^/]*$/, "") : "";
  const on = (attribute?: string): boolean => attribute !== undefined && attribute !== "false";
  const switches: Record<string, boolean> = {};
  for (const name in data) if (!on(data[name])) switches[name] = false;

  const load = wend.load;
  wend.load = (key: string, options?: LoadOptions) => load(key, { host: own, ...options });
  if (writeKey)
    wend.load(writeKey, {
      ...(host ? { host } : {}),
      ...(cookieDomain ? { cookieDomain } : {}),
      ...(on(cookieless) ? { storage: "none" } : {}),
      page: page !== "false",
      hash: on(hash),
      waitForConsent: on(waitForConsent),
      observe: switches.observe ?? switches,
    });
  wend.push(...calls);
}
