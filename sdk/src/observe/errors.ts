import { bare, cut, masked } from "./describe";
import type { Part, Tell } from "./part";

const most = 5; // different ones, for each page view
const longestMessage = 200;
const extension = /^(chrome|moz|safari-web|webkit-masked-url)[\w-]*:/; // not the site's own
const harmless = /ResizeObserver loop/;

interface Failure {
  message: string;
  filename: string;
  line?: number | undefined;
  column?: number | undefined;
}

function failure(event: Event): Failure {
  if ("reason" in event) {
    const { reason } = event;
    const error = reason as Partial<Error> | null;
    const [, filename = "", line, column] = /((?:https?|[\w-]*extension):\/\/[^\s()]+):(\d+):(\d+)/.exec(error?.stack ?? "") ?? [];
    const message = error?.message === undefined ? String(reason) : `${error.name ?? "Error"}: ${error.message}`;
    return { message, filename, ...(line ? { line: Number(line), column: Number(column) } : {}) };
  }
  const { message, filename, lineno, colno } = event as ErrorEvent;
  return { message, filename: filename ?? "", ...(lineno ? { line: lineno, column: colno } : {}) };
}

/** Scripts that fail: each failure once for a page view. */
export function errors(tell: Tell): Part & { failed(event: Event): void } {
  let seen = new Set<string>();
  return {
    begin() {
      seen = new Set();
    },
    failed(event) {
      const { message: said, filename: file, ...place } = failure(event);
      const text = said.replace(/^Uncaught (\(in promise\) )?/, "").replace(/(https?:\/\/[^\s?#()]+)[?#][^\s()]*/g, "$1");
      const message = cut(masked(text), longestMessage);
      const filename = /^https?:/.test(file) ? cut(bare(file), longestMessage) : "";
      // of a script of another site, browsers say nothing but that it failed
      if (!message || extension.test(file) || harmless.test(message) || (/^Script error\.?$/.test(message) && !place.line)) return;
      const key = [message, filename, place.line].join();
      if (seen.has(key) || seen.size >= most) return;
      seen.add(key);
      tell("Script Error", { message, ...(filename ? { filename } : {}), ...place });
    },
  };
}
