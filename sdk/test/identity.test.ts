import { describe, expect, it, vi } from "vitest";
import { seconds, setup } from "./page";

const { server, open } = setup();

function forbid(what: "localStorage" | "cookies"): void {
  if (what === "localStorage") {
    vi.spyOn(window, "localStorage", "get").mockImplementation(() => {
      throw new DOMException("denied", "SecurityError");
    });
  } else {
    vi.spyOn(document, "cookie", "set").mockImplementation(() => {});
  }
}

describe("the visitor", () => {
  it("stays the same on the next page, without a cookie", () => {
    const first = open().user().anonymousId();
    expect(open().user().anonymousId()).toBe(first);
    expect(document.cookie).toBe("");
  });

  it("is kept in a cookie where there is no local storage", () => {
    forbid("localStorage");
    const first = open().user().anonymousId();
    expect(document.cookie).toContain(first);
    expect(open().user().anonymousId()).toBe(first);
  });

  it("lasts as long as the page where nothing can be kept", async () => {
    forbid("localStorage");
    forbid("cookies");
    const wend = open();
    const first = wend.user().anonymousId();
    wend.track("A");
    await wend.flush();
    expect(server().messages[0]?.anonymousId).toBe(first);
    expect(open().user().anonymousId()).not.toBe(first);
  });

  it("moves into the shared cookie where subdomains are to share it", () => {
    const first = open().user().anonymousId();
    expect(open({ cookieDomain: "shop.example" }).user().anonymousId()).toBe(first);
    expect(document.cookie).toContain(`wend_anonymous_id=${first}`);
  });

  it("is carried over from Segment's library", () => {
    localStorage.setItem("ajs_anonymous_id", '"from-segment"');
    localStorage.setItem("ajs_user_id", '"42"');
    const user = open().user();
    expect(user.anonymousId()).toBe("from-segment");
    expect(user.id()).toBe("42");
    // and is not fetched again after the visitor has signed out
    const wend = open();
    wend.reset();
    expect(open().user().id()).toBeNull();
    expect(open().user().anonymousId()).not.toBe("from-segment");
  });

  it("is named in every call after identify, and on the next page", async () => {
    open().identify("42");
    const wend = open();
    wend.track("A");
    wend.identify({ plan: "pro" });
    await wend.flush();
    expect(server().messages.map(({ userId }) => userId)).toEqual(["42", "42", "42"]);
  });

  it("gets a new anonymous id when another user signs in on the device, and at reset", () => {
    const wend = open();
    const anonymous = (): string => wend.user().anonymousId();
    const first = anonymous();
    wend.identify("ann");
    expect(anonymous()).toBe(first);
    wend.identify("bob");
    const second = anonymous();
    expect(second).not.toBe(first);
    wend.reset();
    expect(anonymous()).not.toBe(second);
    expect(wend.user().id()).toBeNull();
  });

  it("may be given an anonymous id", () => {
    const wend = open();
    expect(wend.setAnonymousId("mine")).toBe("mine");
    expect(open().user().anonymousId()).toBe("mine");
  });
});

describe("the visit", () => {
  async function visits(): Promise<unknown[]> {
    return server().messages.map(({ context }) => context.sessionId);
  }

  it("ends when more than 30 minutes pass without a touchpoint", async () => {
    const wend = open();
    wend.track("A");
    await seconds(30 * 60);
    wend.track("B"); // exactly 30 minutes: still the same
    await seconds(30 * 60 + 0.001);
    wend.track("C");
    await wend.flush();
    const [a, b, c] = await visits();
    expect(a).toBe(Date.parse("2026-03-01T10:00:00Z"));
    expect(b).toBe(a);
    expect(c).toBe(Date.parse("2026-03-01T11:00:00.001Z"));
  });

  it("goes on on the next page, and is neither begun nor prolonged by identify", async () => {
    open().identify("42");
    open().track("A");
    await seconds(20 * 60);
    open().identify("42");
    await seconds(20 * 60);
    const wend = open();
    wend.track("B");
    await wend.flush();
    const [before, a, during, b] = await visits();
    expect(before).toBeUndefined();
    expect(during).toBe(a);
    expect(b).not.toBe(a);
  });

  it("ends at reset", async () => {
    const wend = open();
    wend.track("A");
    await seconds(1);
    wend.reset();
    wend.track("B");
    await wend.flush();
    const [a, b] = await visits();
    expect(b).not.toBe(a);
  });
});
