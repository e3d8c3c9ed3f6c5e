import { describe, expect, it, vi } from "vitest";
import type { Wend } from "../wend";
import { hide, seconds, setup } from "./page";

const { server, open } = setup();

async function seen(wend: Wend): Promise<string[]> {
  await seconds(1);
  await wend.flush();
  return server().messages.map(({ type, event, properties = {} }) =>
    type === "track" ? (event as string) : `${properties.path}${properties.search}`,
  );
}

describe("page views by themselves", () => {
  it("see the first page once", async () => {
    expect(await seen(open({ page: true }))).toEqual(["/shoes?size=42"]);
  });

  it("can be switched off", async () => {
    const wend = open();
    history.pushState(null, "", "/hats");
    expect(await seen(wend)).toEqual([]);
  });

  it("leave the first page to a page() that the site calls itself", async () => {
    const wend = open({ page: true });
    wend.page("Shop");
    await seconds(1);
    await wend.flush();
    expect(server().messages.map(({ name }) => name)).toEqual(["Shop"]);
  });

  it("come before what is done on the page", async () => {
    const wend = open({ page: true });
    wend.track("A");
    history.pushState(null, "", "/checkout");
    wend.track("B");
    expect(await seen(wend)).toEqual(["/shoes?size=42", "A", "/checkout", "B"]);
  });

  it("wait for the document, and for what is prerendered to be shown", async () => {
    const state = vi.spyOn(document, "readyState", "get").mockReturnValue("loading");
    document.title = "";
    const wend = open({ page: true });
    await seconds(5);
    expect(server().offered).toEqual([]);
    document.title = "Shoes";
    state.mockReturnValue("interactive");
    document.dispatchEvent(new Event("DOMContentLoaded"));
    await wend.flush();
    expect(server().messages[0]?.properties?.title).toBe("Shoes");

    Object.assign(document, { prerendering: true });
    const prepared = open({ page: true });
    await seconds(5);
    await prepared.flush();
    expect(server().messages).toHaveLength(1);
    Object.assign(document, { prerendering: false });
    document.dispatchEvent(new Event("prerenderingchange"));
    expect(await seen(prepared)).toHaveLength(2);
  });
});

describe("in a single-page app", () => {
  it("a new address is a view; the same one, or a filter in the query, is none", async () => {
    const wend = open({ page: true });
    await seconds(1);
    history.pushState(null, "", "/hats");
    await seconds(1);
    history.pushState(null, "", "/hats");
    await seconds(1);
    history.replaceState(null, "", "/hats?colour=red");
    await seconds(1);
    history.pushState(null, "", "/hats?page=2");
    await seconds(1);
    history.pushState(null, "", "#size");
    await seconds(1);
    history.replaceState(null, "", "/caps");
    expect(await seen(wend)).toEqual(["/shoes?size=42", "/hats", "/hats?page=2", "/caps"]);
  });

  it("going back is a view", async () => {
    const wend = open({ page: true });
    await seconds(1);
    history.pushState(null, "", "/hats");
    await seconds(1);
    // jsdom goes back in a task of its own; the address is set as the browser does before it tells
    vi.spyOn(window.history, "state", "get");
    const told = new Promise((resolve) => addEventListener("popstate", resolve, { once: true }));
    history.back();
    await seconds(1);
    await told;
    expect(await seen(wend)).toEqual(["/shoes?size=42", "/hats", "/shoes?size=42"]);
  });

  it("a redirect is one view, of where it led", async () => {
    const wend = open({ page: true });
    await seconds(1);
    history.pushState(null, "", "/account");
    history.replaceState(null, "", "/sign-in");
    expect(await seen(wend)).toEqual(["/shoes?size=42", "/sign-in"]);
    expect(server().messages[1]?.properties?.referrer).toBe("https://shop.example/shoes?size=42");
  });

  it.each([
    ["as soon as the app has set it", 120, "Hats"],
    ["of the page before where the app takes too long", 2000, "Shoes"],
  ])("a view has the title %s", async (_, delay, title) => {
    const wend = open({ page: true });
    await seconds(1);
    history.pushState(null, "", "/hats");
    setTimeout(() => (document.title = "Hats"), delay);
    await seconds(1);
    await wend.flush();
    expect(server().messages.map(({ properties }) => properties?.title)).toEqual(["Shoes", title]);
    await seconds(2);
    expect(await seen(wend)).toEqual(["/shoes?size=42", "/hats"]);
  });

  it("two quick steps are two views", async () => {
    const wend = open({ page: true });
    history.pushState(null, "", "/a");
    history.pushState(null, "", "/b");
    expect(await seen(wend)).toEqual(["/shoes?size=42", "/a", "/b"]);
  });

  it("the title that the app sets a little later is the page's, and the page before the referrer", async () => {
    const wend = open({ page: true });
    await seconds(1);
    location.hash = "#reviews"; // no referrer tells the place on a page
    history.pushState(null, "", "/hats");
    document.title = "Hats";
    await seen(wend);
    expect(server().messages[1]?.properties).toMatchObject({
      title: "Hats",
      referrer: "https://shop.example/shoes?size=42",
    });
  });

  it("a canonical address that stayed behind is not believed, a new one is", async () => {
    document.head.innerHTML = '<link rel="canonical" href="https://shop.example/shoes">';
    const wend = open({ page: true });
    await seconds(1);
    history.pushState(null, "", "/hats");
    await seconds(1);
    history.pushState(null, "", "/caps-2");
    document.querySelector("link")?.setAttribute("href", "https://shop.example/caps");
    expect(await seen(wend)).toEqual(["/shoes?size=42", "/hats", "/caps"]);
  });

  it("a page() that the app calls itself is not doubled", async () => {
    const wend = open({ page: true });
    await seconds(1);
    history.pushState(null, "", "/hats");
    wend.page();
    expect(await seen(wend)).toEqual(["/shoes?size=42", "/hats"]);
  });

  it("addresses behind # are views when asked for", async () => {
    const wend = open({ page: true, hash: true, url: "/app#/" });
    await seconds(1);
    history.pushState(null, "", "#/cart");
    await seconds(1);
    location.hash = "#/pay";
    await seconds(1);
    expect(await seen(wend)).toEqual(["/app/", "/app/cart", "/app/pay"]);
  });

  it("a page that is left at once is still seen", async () => {
    open({ page: true });
    hide();
    await seconds(0);
    expect(server().messages).toHaveLength(1);
  });

  it("a page that comes back whole from the browser's cache is looked at again", async () => {
    vi.spyOn(document, "referrer", "get").mockReturnValue("https://search.example/");
    const wend = open({ page: true });
    await seconds(1);
    dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
    expect(await seen(wend)).toHaveLength(2);
    expect(server().messages[1]?.properties?.referrer).toBe("");
  });
});
