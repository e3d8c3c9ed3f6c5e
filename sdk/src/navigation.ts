import { canonical, type Place } from "./context";

/** Page views that nobody has to call for: the first one, and those of a single-page app. */
export interface Navigation {
  /** Views the page that waits to be viewed, if one does: what happens now happens on it. */
  settle(): void;
  /** The page calls page() itself: the view that waits is that one. */
  cancel(): void;
}

/**
 * A view waits a moment after the address has changed, so that a redirect is
 * one view, and a few more for the app to set another title.
 */
const moment = 50;
const moments = 10;

export function watch(place: Place, view: () => void): Navigation {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let seen = location.href;
  let before = ""; // the title of the page before
  let waited = 0;

  const cancel = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  const settle = (): void => {
    if (timer === undefined) return;
    cancel();
    view();
  };
  const soon = (delay: number, then = settle): void => {
    cancel();
    timer = setTimeout(then, delay);
  };
  const ripen = (): void => {
    if (document.title !== before || ++waited >= moments) settle();
    else soon(moment, ripen);
  };

  /** replaced: the address was exchanged; a filter that writes itself into the query is no new page. */
  const changed = (replaced: boolean): void => {
    const old = new URL(seen);
    const { href, pathname, search, hash } = location;
    const same =
      old.pathname === pathname &&
      (replaced || old.search === search) &&
      (!place.hash || old.hash === hash);
    seen = href;
    if (same) return;
    if (timer === undefined) {
      place.referrer = place.hash ? old.href : old.href.replace(/#.*/, "");
      place.stale = canonical();
      before = document.title;
      waited = 0;
    }
    soon(moment, ripen);
  };

  const wrap = (method: "pushState" | "replaceState"): void => {
    const original = history[method];
    history[method] = function (this: History, ...args) {
      // the page that waits is the one that is being left
      if (method === "pushState") settle();
      original.apply(this, args);
      changed(method === "replaceState");
    };
  };
  wrap("pushState");
  wrap("replaceState");
  addEventListener("popstate", () => changed(false));
  if (place.hash) addEventListener("hashchange", () => changed(false));

  // Back to a page that the browser had kept whole: nothing is loaded, and yet it is looked at again.
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    place.referrer = "";
    soon(0);
  });

  // The title may not be there before the document is; a page that is only
  // prepared (prerendering) is not looked at.
  const doc = document as Document & { prerendering?: boolean };
  if (doc.prerendering) doc.addEventListener("prerenderingchange", () => soon(0), { once: true });
  else if (doc.readyState === "loading") {
    soon(1 << 30);
    doc.addEventListener("DOMContentLoaded", settle, { once: true });
  } else soon(0);

  return { settle, cancel };
}
