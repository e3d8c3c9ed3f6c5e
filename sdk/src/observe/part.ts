import type { Properties } from "../../wend";

/** Tells an event of the page that is being looked at. */
export type Tell = (event: string, properties: Properties) => void;

/** One kind of thing that is noticed. What a part has to say of a page view it says in end. */
export interface Part {
  /** The view ends, or may end: the page is hidden (gone: false), left, or another view of the same page begins. */
  end?(gone: boolean): void;
  /** Another page is looked at. */
  begin?(): void;
}

/** Nothing that goes wrong in here may stop the page that we are a guest of, nor become a Script Error itself. */
export function guarded<A extends unknown[]>(work: (...args: A) => void): (...args: A) => void {
  return (...args) => {
    try {
      work(...args);
    } catch (error) {
      console.warn("wend.js:", error);
    }
  };
}

/** Listens before the page's own scripts do, which may stop an event. */
export function listen<E extends Event>(target: EventTarget, types: string, heard: (event: E) => void): () => void {
  const listener = guarded(heard) as EventListener;
  const options = { capture: true, passive: true };
  for (const type of types.split(" ")) target.addEventListener(type, listener, options);
  return () => {
    for (const type of types.split(" ")) target.removeEventListener(type, listener, options);
  };
}
