import type { Observe } from "../../wend";
import { described, ignored, isField, selector } from "./describe";
import { guarded, listen, type Part, type Tell } from "./part";

const burstPause = 1000; // milliseconds between two clicks of one burst
const burstSpread = 30; // pixels
const rage = 3; // clicks
const patience = 1000; // milliseconds within which something must have happened
const mostDead = 10; // for each page view

const control = 'a[href],button,summary,input,select,textarea,label,option,[role="button"],[role="link"],[role="tab"],[role="menuitem"],[role="switch"],[onclick]';

const points = (element: Element | null): boolean => !!element && getComputedStyle(element).cursor === "pointer";

/** What a visitor takes to be clickable: a control, or what the pointer becomes a hand over. */
function clickable(target: Element): Element | undefined {
  const found = target.closest(control);
  if (found || !points(target)) return found ?? undefined;
  while (points(target.parentElement)) target = target.parentElement as Element;
  return target;
}

const isEntry = (element: Element): boolean => isField(element) || /^(label|option)$/.test(element.localName) || !!element.closest("[contenteditable]");

/** Clicks on the same place again and again. Told when the burst is over, with how many there were. */
function rageClicks(tell: Tell): Part & { clicked(event: MouseEvent, element: Element): void } {
  let clicks = 0;
  let x = 0;
  let y = 0;
  let on: Element | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = (): void => {
    clearTimeout(timer);
    if (on && clicks >= rage) tell("Rage Click", { ...described(on), clicks });
    clicks = 0;
  };
  return {
    clicked({ clientX, clientY }, element) {
      if (isEntry(element) || getSelection()?.type === "Range") return; // three clicks mark a paragraph
      if (clicks && Math.hypot(clientX - x, clientY - y) > burstSpread) over();
      clearTimeout(timer);
      if (!clicks++) [x, y, on] = [clientX, clientY, element];
      timer = setTimeout(guarded(over), burstPause);
    },
    end: over,
  };
}

const address = (): string => location.href.replace(/#$/, "");
const signs = "focusin input change submit invalid scroll toggle play pause copy fullscreenchange visibilitychange";

/** Goes away without doing anything that a page would notice, or opens something elsewhere. */
function leads(link: HTMLAnchorElement, event: MouseEvent): boolean {
  return (
    /^(?!https?:|javascript:)/.test(link.protocol) ||
    link.hasAttribute("download") ||
    (!!link.target && link.target !== "_self") ||
    (!event.defaultPrevented && /^https?:/.test(link.protocol) && link.href.replace(/#.*/, "") !== location.href.replace(/#.*/, ""))
  );
}

/**
 * Clicks on something that looks clickable, after which nothing happens:
 * nothing changes, moves, or is loaded. It is watched from the press on,
 * because much reacts to that already.
 */
function deadClicks(tell: Tell): Part & { pressed(element: Element): void; clicked(event: MouseEvent, element: Element): void } {
  let seen = new Set<string>();
  let watched: Element | undefined;
  let happened = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stop = (): void => {};

  const over = guarded((event?: MouseEvent): void => {
    const element = watched;
    stop();
    const link = element?.closest("a");
    if (!element || !event || happened || (link && leads(link, event)) || getSelection()?.type === "Range") return;
    seen.add(selector(element));
    tell("Dead Click", described(element));
  });

  function watch(element: Element): void {
    stop();
    watched = element;
    happened = false;
    const before = address();
    const sign = (event?: Event): void => {
      const { type, target } = event ?? {};
      // a click gives the element itself the focus, and takes it from another
      if ((type !== "focusin" || target !== element) && (type !== "blur" || !(target instanceof Element))) happened = true;
    };
    const mutations = new MutationObserver(() => sign());
    mutations.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    const deaf = [listen(document, signs, sign), listen(window, "beforeunload blur", sign)];
    stop = () => {
      clearTimeout(timer);
      if (mutations.takeRecords().length || address() !== before) happened = true;
      mutations.disconnect();
      deaf.forEach((end) => end());
      watched = undefined;
      stop = () => {};
    };
  }

  const arm = (event?: MouseEvent): void => {
    clearTimeout(timer);
    timer = setTimeout(over, patience, event);
  };
  const wanted = (element: Element): boolean => !isEntry(element) && seen.size < mostDead && !seen.has(selector(element));

  return {
    pressed(element) {
      if (!wanted(element)) return stop();
      watch(element);
      arm();
    },
    clicked(event, element) {
      if (!wanted(element) || event.ctrlKey || event.metaKey || event.shiftKey) return stop();
      if (watched !== element) watch(element);
      arm(event);
    },
    end: () => stop(), // something happened: the page was left
    begin() {
      seen = new Set();
    },
  };
}

export function clicks(tell: Tell, switches: Observe): Part[] {
  const rage = switches.rageClicks !== false ? rageClicks(tell) : undefined;
  const dead = switches.deadClicks !== false ? deadClicks(tell) : undefined;
  if (dead)
    listen(document, "pointerdown", ({ target }) => {
      const element = target instanceof Element && !ignored(target) && clickable(target);
      if (element) dead.pressed(element);
    });
  listen(document, "click", (event: MouseEvent) => {
    const { target } = event;
    if (!(target instanceof Element) || ignored(target)) return;
    const element = clickable(target);
    rage?.clicked(event, element ?? target);
    if (element) dead?.clicked(event, element);
  });
  return [rage, dead].filter((part) => part !== undefined);
}
