import { describe, expect, it, vi } from "vitest";
import { campaign } from "../src/context";
import { version } from "../src/version";
import manifest from "../package.json";
import { setup } from "./page";

const { server, open } = setup();

async function contextAt(url: string, hash = false): Promise<Record<string, any>> {
  const wend = open({ url, hash });
  wend.track("A");
  await wend.flush();
  return server().messages.at(-1)?.context as Record<string, any>;
}

describe("context", () => {
  it("is what analytics.js says", async () => {
    vi.spyOn(document, "referrer", "get").mockReturnValue("https://search.example/");
    const context = await contextAt("/shoes?utm_source=news&utm_campaign=spring%20sale#reviews");
    expect(context).toMatchObject({
      page: {
        path: "/shoes",
        referrer: "https://search.example/",
        search: "?utm_source=news&utm_campaign=spring%20sale",
        title: "Shoes",
        url: "https://shop.example/shoes?utm_source=news&utm_campaign=spring%20sale",
      },
      campaign: { source: "news", name: "spring sale" },
      userAgent: navigator.userAgent,
      locale: navigator.language,
      timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      screen: { width: screen.width, height: screen.height },
      library: { name: "wend.js", version },
    });
    expect(Object.keys(context.page)).toEqual(["path", "referrer", "search", "title", "url"]);
  });

  it("has no campaign where the address has none", async () => {
    expect(await contextAt("/shoes?size=42")).not.toHaveProperty("campaign");
  });

  it("goes by the canonical address where the page has one", async () => {
    document.head.innerHTML += '<link rel="canonical" href="https://shop.example/canonical">';
    const { page } = await contextAt("/shoes?size=42");
    expect(page).toMatchObject({ path: "/canonical", url: "https://shop.example/canonical?size=42", search: "?size=42" });
  });

  it("keeps what follows # only where it is part of the address", async () => {
    expect((await contextAt("/app#/cart")).page).toMatchObject({ path: "/app", url: "https://shop.example/app" });
  });

  it.each([
    ["/app#/cart", "/app/cart"],
    ["/#/cart", "/cart"],
    ["/#!/cart", "/cart"],
    ["/#cart", "/cart"],
    ["/app/#/", "/app/"],
    ["/app/", "/app/"],
  ])("tells an address behind # as a path: %s", async (url, path) => {
    expect((await contextAt(url, true)).page).toMatchObject({ path, url: `https://shop.example${url}` });
  });

  it("names the version of the package", () => {
    expect(version).toBe(manifest.version);
  });
});

describe("campaign", () => {
  it.each([
    ["", undefined],
    ["?a=1&b=utm_source=x", undefined],
    ["?utm_=x", undefined],
    ["?utm_source=a+b&utm_medium=c%26d", { source: "a b", medium: "c&d" }],
    ["?utm_campaign=100%", { name: "100%" }],
    ["?utm_source", { source: "" }],
    ["?utm_source=x?utm_medium=y", { source: "x", medium: "y" }],
    ["?utm_content=a=b", { content: "a=b" }],
  ])("%s", (search, expected) => {
    expect(campaign(search)).toEqual(expected);
  });
});
