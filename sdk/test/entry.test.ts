// The built script and the snippets of the README, as a page meets them.
import { afterEach, describe, expect, it, vi } from "vitest";
import built from "../dist/wend.js?raw";
import readme from "../README.md?raw";
import { setup } from "./page";

const { server } = setup();
const host = "https://wend.example.com";

/** Runs a page's script elements as a browser does: inline ones at once, ours when it "has loaded". */
function paste(html: string): () => void {
  let loaded = (): void => {};
  for (const [, attributes = "", code = ""] of html.matchAll(/<script([^>]*)>([\s\S]*?)<\/script>/g)) {
    if (!attributes.includes("src=")) (0, eval)(code);
    else {
      document.head.innerHTML += `<script type="text/plain"${attributes}></script>`;
      const script = document.head.lastElementChild as HTMLScriptElement;
      loaded = () => {
        vi.spyOn(document, "currentScript", "get").mockReturnValue(script);
        (0, eval)(built);
        vi.spyOn(document, "currentScript", "get").mockReturnValue(null);
      };
    }
  }
  return () => loaded();
}

const snippets = [...readme.matchAll(/```html\n([\s\S]*?)```/g)].map(([, html = ""]) => html);
const snippet = (text: string): string => snippets.find((html) => html.includes(text)) as string;
const types = (): string[] => server().messages.map(({ type, event }) => event ?? type);
const settle = () => vi.advanceTimersByTimeAsync(2000);

afterEach(() => void delete (window as { wend?: unknown }).wend);

describe("the script element alone", () => {
  const element = `<script async src="${host}/sdk/wend.js" data-write-key="KEY"></script>`;

  it("is what the README says, sees the page, and sends it where it came from", async () => {
    expect(snippets.some((html) => html.includes(element))).toBe(true);
    paste(element)();
    await settle();
    expect(server().confirmed[0]).toMatchObject({ url: `${host}/v1/batch`, writeKey: "KEY" });
    expect(types()).toEqual(["page"]);
  });

  it("works under a path of the site's own", async () => {
    paste(`<script src="https://shop.example/w/sdk/wend.js?v=2" data-write-key="KEY"></script>`)();
    await settle();
    expect(server().confirmed[0]?.url).toBe("https://shop.example/w/v1/batch");
  });

  it("reads its options", async () => {
    paste(
      `<script src="https://cdn.example/sdk/wend.js" data-write-key="KEY" data-host="${host}" data-page="false" data-cookieless></script>`,
    )();
    window.wend.track("A");
    await settle();
    expect(server().confirmed[0]?.url).toBe(`${host}/v1/batch`);
    expect(types()).toEqual(["A"]);
    expect(localStorage.length).toBe(0);
  });

  it("waits for the visitor's consent where it says so", async () => {
    paste(`<script src="${host}/sdk/wend.js" data-write-key="KEY" data-wait-for-consent></script>`)();
    await settle();
    expect(server().offered).toEqual([]);
    window.wend.consent({ analytics: true });
    await settle();
    expect(types()).toEqual(["page", "identify"]);
  });

  it("loaded twice counts once", async () => {
    paste(element)();
    const first = window.wend;
    paste(element)();
    expect(window.wend).toBe(first);
    await settle();
    expect(types()).toEqual(["page"]);
  });

  it("is not confused by an element of the page with the id wend", async () => {
    Object.assign(window, { wend: document.createElement("div") });
    paste(element)();
    window.wend.track("A");
    await settle();
    expect(types()).toEqual(["page", "A"]);
  });
});

describe("the snippet", () => {
  const queueing = (): (() => void) => paste(snippet("split"));

  it("keeps the calls until the script has loaded, and makes them after the page view", async () => {
    const loaded = queueing();
    const early = window.wend;
    window.wend.identify("42", { plan: "pro" });
    window.wend.track("A");
    const ready = vi.fn();
    window.wend.ready(ready);
    loaded();
    early.track("B"); // who took hold of the queue has the library
    await settle();
    expect(types()).toEqual(["identify", "page", "A", "B"]);
    expect(ready).toHaveBeenCalledOnce();
  });

  it("knows every verb", () => {
    const loaded = queueing();
    const early = Object.keys(window.wend).filter((key) => !/^\d+$/.test(key));
    const selling = Object.keys(window.wend.shop);
    loaded();
    const callable = Object.entries(window.wend).filter(([, value]) => typeof value === "function");
    // user() has to answer, and push is the list's own
    const verbs = callable.map(([verb]) => verb).filter((verb) => verb !== "user" && verb !== "push");
    expect([...verbs, "shop"].sort()).toEqual(early.sort());
    expect(Object.keys(window.wend.shop).sort()).toEqual(selling.sort());
  });

  it("keeps the shop's verbs too", async () => {
    const loaded = queueing();
    const { shop } = window.wend;
    shop.productViewed({ product_id: "p-17" });
    loaded();
    shop.productAdded({ product_id: "p-17" }); // who took hold of the early ones
    await settle();
    expect(types()).toEqual(["page", "Product Viewed", "Product Added"]);
  });

  it("leaves the page view to a page() that waits in it", async () => {
    const loaded = queueing();
    window.wend.page("Shop");
    loaded();
    await settle();
    expect(server().messages.map(({ name }) => name)).toEqual(["Shop"]);
  });

  it("works with a bare list, too", async () => {
    (window as unknown as { wend: unknown[] }).wend = [["track", "A"]];
    paste(`<script src="${host}/sdk/wend.js" data-write-key="KEY"></script>`)();
    window.wend.push(["track", "B"], ["no such verb"]);
    await settle();
    expect(types()).toEqual(["page", "A", "B"]);
  });

  it("waits for load() where the element names no key, as for a visitor's consent", async () => {
    const loaded = paste(snippet("split").replace(/ data-write-key="KEY"/, ""));
    window.wend.track("A");
    loaded();
    await settle();
    expect(server().offered).toEqual([]);
    expect(localStorage.length).toBe(0);
    window.wend.load("LATER", { page: false });
    await settle();
    expect(server().confirmed[0]).toMatchObject({ url: `${host}/v1/batch`, writeKey: "LATER" });
    expect(types()).toEqual(["A"]);
  });
});

describe("the README", () => {
  it("has a snippet that a page can hold", () => {
    expect(snippet("split").length).toBeLessThan(900);
  });
});
