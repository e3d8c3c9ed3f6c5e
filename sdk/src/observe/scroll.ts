import { listen, type Part, type Tell } from "./part";

/** How far down a page was seen, in quarters. A page that was not scrolled tells nothing. */
export function scroll(tell: Tell): Part {
  let deepest = 0;
  let told = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const height = document.documentElement.scrollHeight;
    if (height) deepest = Math.max(deepest, (scrollY + innerHeight + 2) / height); // 2: browsers round
  };
  listen(document, "scroll", ({ target }) => {
    if (target === document) timer ??= setTimeout(look, 100); // not a box on the page
  });
  return {
    end() {
      if (timer) look();
      const depth = Math.min(4, Math.floor(deepest * 4)) * 25;
      if (depth && !told) {
        told = true;
        tell("Page Scrolled", { depth });
      }
    },
    begin() {
      deepest = 0;
      told = false;
    },
  };
}
