// How an element is named in an event: by a short selector that survives the
// site's next release, and by what a visitor reads on it. Never by what a
// visitor has written.

const longestLabel = 80;
const longestSelector = 120;

/** Nothing in here is spoken of. */
export const ignored = (element: Element): boolean => !!element.closest("[data-wend-ignore]");

export const cut = (text: string, length: number): string => (text.length > length ? `${text.slice(0, length - 1)}…` : text);

/** Labels and messages may greet somebody by mail address, or quote a long number. */
export const masked = (text: string): string =>
  text.replace(/\S+@\S+\.\S+/g, "…").replace(/\d[\d\s-]*\d/g, (number) => (number.replace(/\D/g, "").length > 6 ? "…" : number));

/** An address without what follows "?" or "#", which may say who somebody is. */
export const bare = (address: string): string => address.replace(/[?#].*/, "");

const made = /\d\d|[a-z]\d[a-z\d]|^(css|sc|jsx|svelte|emotion)-/i; // by a tool, anew with each build
const passing = /^(is|has)-|active|hover|focus|open|loading|selected|disabled|invalid|error/;
const stable = (word: string | null): boolean => !!word && /^[a-z][\w-]*$/i.test(word) && !made.test(word);

function part(element: Element): string {
  const tag = element.localName;
  const id = element.id;
  if (stable(id)) return `${tag}#${id}`;
  const name = element.getAttribute("name");
  if (stable(name)) return `${tag}[name="${name}"]`;
  const words = [...element.classList].filter((word) => stable(word) && !passing.test(word));
  return [tag, ...words.slice(0, 2)].join(".");
}

/** "button.pay-now"; where a page has several of that, with the part of the page: "form#checkout button.pay-now". */
export function selector(element: Element): string {
  const own = part(element);
  if (own.includes("#") || document.querySelectorAll(own).length < 2) return cut(own, longestSelector);
  let around = element.parentElement;
  while (around && !stable(around.id) && !/^(form|nav|header|footer|main|aside|dialog|section)$/.test(around.localName)) around = around.parentElement;
  return cut(around ? `${part(around)} ${own}` : own, longestSelector);
}

/** The text in an element, without what is to be ignored and what may be typed into. */
function written(element: Element): string {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
    node instanceof Element && node.matches("[data-wend-ignore],script,style,textarea,select,[contenteditable]")
      ? NodeFilter.FILTER_REJECT
      : NodeFilter.FILTER_ACCEPT,
  );
  let text = "";
  while (text.length < 4 * longestLabel && walker.nextNode()) {
    const node = walker.currentNode;
    text += node.nodeType === Node.TEXT_NODE ? node.nodeValue : ` ${(node as Element).getAttribute("alt") ?? ""}`;
  }
  return text;
}

const clean = (text: string | null | undefined): string => cut(masked((text ?? "").replace(/\s+/g, " ").trim()), longestLabel);

export type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** What is typed into: neither its value nor its text is a label. */
export const isField = (element: Element): element is Field =>
  /^(input|select|textarea)$/.test(element.localName) &&
  !/^(submit|button|reset|image|hidden)$/.test((element as HTMLInputElement).type);

function named(element: Element): string {
  const by = element.getAttribute("aria-labelledby");
  const other = by && document.getElementById(by);
  return element.getAttribute("aria-label") || (other ? written(other) : "");
}

/** What a visitor reads on an element, at most 80 characters; empty where there is nothing. */
export function label(element: Element): string {
  let text = named(element);
  if (text) return clean(text);
  if (isField(element)) {
    text = element.labels?.[0] ? written(element.labels[0]) : "";
    return clean(text) || clean(element.getAttribute("placeholder") || element.title);
  }
  if (element.localName === "input") return clean((element as HTMLInputElement).value || element.getAttribute("alt")); // a button
  if (element.localName === "form") {
    const title = element.querySelector("legend,h1,h2,h3,h4") || element.querySelector('[type="submit"],button:not([type])');
    return title && !ignored(title) ? label(title) : "";
  }
  return clean(written(element)) || clean(element.getAttribute("alt") || element.getAttribute("title"));
}

/** An element, as events name it. */
export const described = (element: Element): { selector: string; text: string } => ({ selector: selector(element), text: label(element) });
