// What the second file notices, by itself: the page is jsdom's, the core a list of what was told.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Observe, Properties } from "../wend";
import type { Observer } from "../src/observer";
import { label, masked, selector } from "../src/observe/describe";
import { observe } from "../src/observe/index";

interface Told {
  event: string;
  properties: Properties;
  context?: Properties;
  timestamp?: number;
}

let told: Told[];
let undo: Array<() => void>;
const page = (path: string): Properties => ({ path, url: `https://shop.example${path}` });
const body = (html: string): void => void (document.body.innerHTML = html);
const find = <T extends Element = HTMLElement>(query: string): T => document.querySelector<T>(query) as T;
const events = (): string[] => told.map(({ event }) => event);

/** Begins on a page; the listeners end with the test. */
function begin(switches: Observe = {}): Observer {
  for (const target of [window, document]) {
    const original = target.addEventListener;
    target.addEventListener = function (this: EventTarget, type: string, listener: never, options: never) {
      undo.push(() => target.removeEventListener(type, listener, options));
      return original.call(target, type, listener, options);
    } as typeof original;
    undo.push(() => (target.addEventListener = original));
  }
  return observe({ switches, page: page("/shoes"), track: (event, properties, options) => void told.push({ event, properties, ...options }) });
}

beforeEach(() => {
  told = [];
  undo = [];
  vi.useFakeTimers({ now: new Date("2026-03-01T10:00:00Z") });
});
afterEach(() => {
  undo.splice(0).forEach((end) => end());
  vi.useRealTimers();
});

function type(query: string, text: string): void {
  const field = find<HTMLInputElement>(query);
  field.dispatchEvent(new FocusEvent("focusin", { bubbles: true }));
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

async function click(query: string, times = 1, at = 100): Promise<void> {
  for (let i = 0; i < times; i++) {
    find(query).dispatchEvent(new MouseEvent("pointerdown", { bubbles: true, clientX: at, clientY: 100 }));
    find(query).dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, clientX: at, clientY: 100 }));
    await vi.advanceTimersByTimeAsync(150);
  }
}
const later = (milliseconds = 1500): Promise<unknown> => vi.advanceTimersByTimeAsync(milliseconds);

describe("an element's name", () => {
  it.each([
    ['<button id="buy">Buy</button>', "button#buy"],
    ['<button id="item-4711" class="pay-now is-active large extra">Buy</button>', "button.pay-now.large"],
    ['<input name="email">', 'input[name="email"]'],
    ['<button class="css-1ab2c3 sc-bdVaJa Button_x1y2">Buy</button>', "button"],
    ["<button>Buy</button>", "button"],
    [`<button name='a"]b'>Buy</button>`, "button"],
  ])("%s", (html, expected) => {
    body(html);
    expect(selector(document.body.firstElementChild as Element)).toBe(expected);
  });

  it("says where it is when there are several", () => {
    body('<nav><a href="/">A</a></nav><div id="footer-links"><p><a href="/b">B</a></p></div>');
    expect([...document.links].map(selector)).toEqual(["nav a", "div#footer-links a"]);
  });

  it.each([
    ["<button> Pay\n now </button>", "Pay now"],
    ['<button aria-label="Close">×</button>', "Close"],
    ['<a href="/"><img alt="Home" src="x"></a>', "Home"],
    ['<input type="submit" value="Send">', "Send"],
    ['<button>For <b data-wend-ignore>Ann</b> only</button>', "For only"],
    ['<div>Text <textarea>typed</textarea><p contenteditable>typed</p></div>', "Text"],
    ["<button>Write to ann@example.com or 079 123 45 67</button>", "Write to … or …"],
    [`<button>${"x".repeat(200)}</button>`, `${"x".repeat(79)}…`],
    ['<input value="typed" placeholder="Your name">', "Your name"],
    ['<input type="text" value="typed" name="x">', ""],
    ["<select><option>chosen</option></select>", ""],
    ["<form><fieldset><legend>Delivery</legend></fieldset><button>Go</button></form>", "Delivery"],
    ["<form><input value=typed><button>Go</button></form>", "Go"],
  ])("%s reads %s", (html, expected) => {
    body(html);
    expect(label(document.body.firstElementChild as Element)).toBe(expected);
  });

  it("keeps numbers that say nothing about anybody", () => {
    expect(masked("Size 42, 1 299 CHF, order 12345678")).toBe("Size 42, 1 299 CHF, order …");
  });
});

describe("forms", () => {
  const html = '<form id="f"><h2>Order</h2><input name="name"><input name="card"><input type="password" name="pw"><p data-wend-ignore><input name="pin"></p><button>Go</button></form>';

  it("are begun once, given up when the page is left, and never when it is only hidden", async () => {
    body(html);
    const observer = begin();
    find('[name="name"]').dispatchEvent(new FocusEvent("focusin", { bubbles: true }));
    expect(told).toEqual([]);
    type('[name="name"]', "secretive");
    type('[name="name"]', "secretive Ann");
    await later(4000);
    type('[name="pw"]', "secretive");
    type('[name="pin"]', "secretive");
    find('[name="card"]').dispatchEvent(new FocusEvent("focusin", { bubbles: true }));
    observer.leave(false);
    expect(events()).toEqual(["Form Started"]);
    observer.leave(true);
    observer.leave(true);
    expect(told.map(({ event, properties }) => ({ event, properties }))).toEqual([
      { event: "Form Started", properties: { selector: "form#f", text: "Order", field: 'input[name="name"]' } },
      { event: "Form Abandoned", properties: { selector: "form#f", text: "Order", fields: 2, seconds: 4, last_field: 'input[name="card"]', last_field_text: "" } },
      { event: "Field Abandoned", properties: { selector: 'input[name="card"]', text: "", form: "form#f" } },
    ]);
    expect(JSON.stringify(told)).not.toContain("secretive");
  });

  it("submitted twice, as after a mistake, were begun once and not given up", () => {
    body(html);
    const observer = begin();
    type('[name="name"]', "Ann");
    find("form").dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
    type('[name="card"]', "4");
    find("form").dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
    observer.leave(true);
    expect(events()).toEqual(["Form Started", "Form Submitted", "Form Submitted"]);
  });

  it("belong to the view on which they were begun", () => {
    body(html);
    const observer = begin();
    type('[name="name"]', "Ann");
    observer.view(page("/hats"));
    expect(told.at(-1)).toMatchObject({ event: "Form Abandoned", context: { page: { path: "/shoes" } } });
    type('[name="name"]', "Ann");
    expect(told.at(-1)).toMatchObject({ event: "Form Started", context: { page: { path: "/hats" } } });
  });

  it("to be ignored are", () => {
    body(html.replace("<form", "<form data-wend-ignore"));
    const observer = begin();
    type('[name="name"]', "Ann");
    find("form").dispatchEvent(new Event("submit", { bubbles: true }));
    observer.leave(true);
    expect(told).toEqual([]);
  });
});

describe("clicks", () => {
  beforeEach(() => body('<button class="a">A</button><button class="b">B</button><p>Text</p><div style="cursor:pointer">Card</div><a href="#">No</a><a href="/x">Yes</a><input>'));

  it("are dead when nothing happens within a second", async () => {
    begin();
    await click(".a");
    await later();
    await click("div");
    await later();
    await click("p");
    await click("input");
    await click('[href="/x"]');
    await later();
    expect(told.map(({ event, properties }) => [event, properties])).toEqual([
      ["Dead Click", { selector: "button.a", text: "A" }],
      ["Dead Click", { selector: "div", text: "Card" }],
    ]);
  });

  it.each<[string, () => void]>([
    ["the document changes", () => find("p").setAttribute("data-x", "1")],
    ["something scrolls", () => document.dispatchEvent(new Event("scroll"))],
    ["the focus moves", () => find("input").dispatchEvent(new FocusEvent("focusin", { bubbles: true }))],
    ["the address changes", () => history.replaceState(null, "", "/changed")],
    ["a form is sent", () => document.body.dispatchEvent(new Event("submit", { bubbles: true }))],
    ["another program comes to the front", () => window.dispatchEvent(new Event("blur"))],
  ])("are alive when %s", async (_, happens) => {
    begin();
    await click(".a");
    happens();
    await later();
    expect(told).toEqual([]);
  });

  it("are alive when the reaction came with the press", async () => {
    begin();
    find(".a").addEventListener("pointerdown", () => find("p").append("!"), { once: true });
    await click(".a");
    await later();
    expect(told).toEqual([]);
  });

  it("are dead once for a thing on a view, and again on another", async () => {
    const observer = begin({ rageClicks: false });
    await click(".a", 4);
    await later();
    await click(".a");
    await later();
    expect(events()).toEqual(["Dead Click"]);
    observer.view(page("/hats"));
    await click(".a");
    await later();
    expect(events()).toEqual(["Dead Click", "Dead Click"]);
  });

  it("are rage from the third on one place, told once", async () => {
    begin({ deadClicks: false });
    await click(".a", 2);
    await later();
    await click(".a", 2);
    await click(".a", 2, 300); // elsewhere
    await later();
    expect(told).toEqual([]);
    await click(".b", 7);
    await later();
    expect(told.map(({ event, properties }) => [event, properties])).toEqual([["Rage Click", { selector: "button.b", text: "B", clicks: 7 }]]);
  });

  it("that mark a word or go into a field are no rage", async () => {
    begin();
    await click("input", 5);
    await later();
    expect(told).toEqual([]);
  });
});

describe("links", () => {
  it("that lead away and files are told without their query", async () => {
    body('<a id="out" href="https://partner.example/x?visitor=42#y">Out</a><a id="pdf" href="/a%20b.PDF?t=1">File</a><a id="in" href="/in">In</a><a id="mail" href="mailto:a@b.example">Mail</a><a id="odd" href="https://[">Odd</a>');
    begin();
    for (const id of ["out", "pdf", "in", "mail", "odd"]) find(`#${id}`).dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
    find("#out").dispatchEvent(new MouseEvent("auxclick", { bubbles: true, button: 1 }));
    find("#out").dispatchEvent(new MouseEvent("auxclick", { bubbles: true, button: 2 }));
    const out = { url: "https://partner.example/x", selector: "a#out", text: "Out", host: "partner.example" };
    expect(told.map(({ event, properties }) => [event, properties])).toEqual([
      ["Outbound Link Clicked", out],
      ["File Downloaded", { url: "https://shop.example/a%20b.PDF", selector: "a#pdf", text: "File", file: "a%20b.PDF", extension: "pdf" }],
      ["Outbound Link Clicked", out],
    ]);
  });
});

describe("script errors", () => {
  const fail = (observer: Observer, message: string, filename = "https://shop.example/a.js?v=1", lineno = 7): void =>
    observer.failed(new ErrorEvent("error", { message, filename, lineno, colno: 3 }));

  it("are told once for a view, without queries, five at most", () => {
    const observer = begin();
    fail(observer, "Uncaught TypeError: no https://x.example/?token=1 for a@b.example");
    fail(observer, "Uncaught TypeError: no https://x.example/?token=2 for a@b.example");
    expect(told.map(({ event, properties }) => [event, properties])).toEqual([
      ["Script Error", { message: "TypeError: no https://x.example/ for …", filename: "https://shop.example/a.js", line: 7, column: 3 }],
    ]);
    for (let i = 0; i < 20; i++) fail(observer, `Error ${String.fromCharCode(65 + i)}`);
    expect(told).toHaveLength(5);
    observer.view(page("/hats"));
    fail(observer, "Error A");
    expect(told).toHaveLength(6);
  });

  it("of other sites' scripts, extensions and harmless loops are not", () => {
    const observer = begin();
    fail(observer, "Script error.", "", 0);
    fail(observer, "Boom", "chrome-extension://abc/x.js");
    fail(observer, "ResizeObserver loop completed with undelivered notifications.");
    expect(told).toEqual([]);
  });

  it("of promises have their place too", () => {
    const observer = begin();
    const reason = Object.assign(new RangeError("too much"), { stack: "RangeError: too much\n    at f (https://shop.example/b.js?x=1:12:34)" });
    for (const each of [reason, "only words", undefined, { odd: true }])
      observer.failed(Object.assign(new Event("unhandledrejection"), { reason: each }));
    expect(told.map(({ properties }) => properties)).toEqual([
      { message: "RangeError: too much", filename: "https://shop.example/b.js", line: 12, column: 34 },
      { message: "only words" },
      { message: "undefined" },
      { message: "[object Object]" },
    ]);
  });
});

describe("scrolling", () => {
  const scroll = async (to: number): Promise<void> => {
    vi.spyOn(window, "scrollY", "get").mockReturnValue(to);
    document.dispatchEvent(new Event("scroll"));
    await later(200);
  };
  beforeEach(() => {
    vi.spyOn(document.documentElement, "scrollHeight", "get").mockReturnValue(4000);
    vi.stubGlobal("innerHeight", 1000);
  });

  it("is told in quarters, once for a view, when it ends", async () => {
    const observer = begin();
    observer.leave(false);
    await scroll(1100);
    await scroll(0);
    expect(told).toEqual([]);
    observer.leave(false);
    await scroll(3000);
    observer.leave(true);
    observer.view(page("/hats"));
    await scroll(2999); // a browser that rounds
    observer.leave(true);
    expect(told.map(({ properties, context }) => [properties.depth, (context?.page as Properties).path])).toEqual([[50, "/shoes"], [100, "/hats"]]);
  });

  it("told long after the visitor has gone is dated to when they were last active", async () => {
    const observer = begin();
    await scroll(3000);
    const active = Date.now() - 200;
    await later(40 * 60 * 1000);
    observer.leave(true);
    expect(told[0]?.timestamp).toBe(active);
  });
});

describe("speed", () => {
  /** A browser's PerformanceObserver, fed by hand. */
  function measure(): (type: string, ...entries: object[]) => void {
    const listeners = new Map<string, (entry: object) => void>();
    vi.stubGlobal(
      "PerformanceObserver",
      class {
        static supportedEntryTypes = ["paint", "largest-contentful-paint", "layout-shift", "event", "first-input"];
        constructor(readonly heard: (list: { getEntries(): object[] }) => void) {}
        observe({ type }: { type: string }): void {
          listeners.set(type, (entry) => this.heard({ getEntries: () => [entry] }));
        }
        takeRecords = (): object[] => [];
      },
    );
    return (type, ...entries) => entries.forEach((entry) => listeners.get(type)?.({ entryType: type, ...entry }));
  }

  it("follows the definitions of the web vitals, once for a page view", () => {
    const entry = measure();
    const observer = begin();
    entry("paint", { name: "first-paint", startTime: 90 }, { name: "first-contentful-paint", startTime: 100.4 });
    entry("largest-contentful-paint", { startTime: 120 }, { startTime: 812.6 });
    entry("layout-shift", { startTime: 100, value: 0.1 }, { startTime: 900, value: 0.05 }); // one window
    entry("layout-shift", { startTime: 3000, value: 0.12 }, { startTime: 3500, value: 0.9, hadRecentInput: true }); // another
    entry("event", { startTime: 50, interactionId: 1, duration: 64 }, { startTime: 60, interactionId: 1, duration: 104 }, { startTime: 70, interactionId: 0, duration: 999 });
    entry("event", { startTime: 80, interactionId: 2, duration: 88 });
    observer.leave(false);
    observer.leave(true);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({ event: "Web Vitals", properties: { lcp: 813, fcp: 100, cls: 0.15, inp: 104 } });
  });

  it("leaves the slowest of every fifty interactions out", () => {
    const entry = measure();
    const observer = begin();
    for (let id = 1; id <= 50; id++) entry("event", { startTime: id, interactionId: id, duration: 40 + id });
    entry("event", { startTime: 60, interactionId: 51, duration: 900 });
    observer.leave(true);
    expect(told[0]?.properties.inp).toBe(90);
  });

  it("of a window of shifts is that of five seconds at most", () => {
    const entry = measure();
    const observer = begin();
    for (let at = 0; at <= 6400; at += 800) entry("layout-shift", { startTime: 100 + at, value: 0.01 });
    observer.leave(true);
    expect(told[0]?.properties.cls).toBe(0.07); // 0 … 4,800 ms
  });

  it("on later views of the page is what was felt there, where something was", () => {
    const entry = measure();
    const observer = begin();
    entry("largest-contentful-paint", { startTime: 500 });
    entry("event", { startTime: 1, interactionId: 1, duration: 400 });
    observer.view(page("/hats"));
    expect(told[0]).toMatchObject({ properties: { lcp: 500, inp: 400 }, context: { page: { path: "/shoes" } } });
    observer.view(page("/caps"));
    expect(told).toHaveLength(1);
    entry("event", { startTime: performance.now() + 1, interactionId: 2, duration: 72 });
    observer.leave(true);
    expect(told[1]).toMatchObject({ properties: { cls: 0, inp: 72 }, context: { page: { path: "/caps" } } });
    expect(told[1]?.properties.lcp).toBeUndefined();
  });
});

it("each kind can be switched off, and what is broken stops nothing else", async () => {
  body('<form><input name="x"></form><button>A</button>');
  const observer = begin({ forms: false, rageClicks: false, deadClicks: false, errors: false, scroll: false, vitals: false, outbound: false, downloads: false });
  type("input", "x");
  await click("button", 5);
  await later();
  observer.failed(new ErrorEvent("error", { message: "Error: A", filename: "https://shop.example/a.js" }));
  observer.leave(true);
  observer.view(page("/hats"));
  expect(told).toEqual([]);
});
