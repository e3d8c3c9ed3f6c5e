// The second file of the library: what is noticed without being asked. The
// core fetches it when the page is idle. What the two say to each other is in
// ../observer.ts.
import type { Properties } from "../../wend";
import type { Observer, Port } from "../observer";
import { clicks } from "./clicks";
import { errors } from "./errors";
import { forms } from "./forms";
import { links } from "./links";
import { guarded, listen, type Part } from "./part";
import { scroll } from "./scroll";
import { vitals } from "./vitals";

/** A visit ends after this long: what is told of a view then belongs to when the visitor was last active. */
const visitPause = 30 * 60 * 1000;

export function observe({ track, switches, page: first }: Port): Observer {
  let page = first;
  let active = Date.now();
  const moved = (): void => void (active = Date.now());
  listen(window, "pointerdown keydown scroll", moved);

  const tell = (event: string, properties: Properties): void => {
    const late = Date.now() - active > visitPause;
    track(event, properties, { context: { page }, ...(late ? { timestamp: active } : {}) });
  };

  const parts: Part[] = [];
  const on = (name: keyof typeof switches, part: () => Part): void => {
    if (switches[name] !== false) guarded(() => void parts.push(part()))();
  };
  const failures = errors(tell);
  on("forms", () => forms(tell));
  on("scroll", () => scroll(tell));
  on("errors", () => failures);
  guarded(() => links(tell, switches))();
  guarded(() => parts.push(...clicks(tell, switches)))();
  on("vitals", () => vitals(tell));

  const end = (gone: boolean): void => parts.forEach((part) => guarded(() => part.end?.(gone))());
  listen(window, "pageshow", (event: PageTransitionEvent) => {
    if (event.persisted) page = {}; // brought back whole: the view that follows is another one, of the same address
  });

  return {
    view(next) {
      if (next.url !== page.url) {
        if (page.url) end(true);
        parts.forEach((part) => guarded(() => part.begin?.())());
      }
      page = next;
      moved();
    },
    leave: end,
    failed: guarded((event) => {
      if (switches.errors !== false) failures.failed(event);
    }),
  };
}
