// An owner's first five minutes, as the web app makes them: by the API with a session's cookie, no token.
import { expect, it } from "vitest";
import { Shop } from "../support/shop";
import { Site } from "../support/site";
import { eventually, type Source, Wend } from "../support/wend";

const shop = Shop.forTests();

/** The one-time link that the program prints at its first start. */
const startLink = (wend: Wend): Promise<URL> =>
  eventually(() => new URL(/https?:\/\/\S+\/setup\?\S+/.exec(wend.printed)?.[0] ?? ""));

/** A browser's session: it keeps the cookie that it gets. */
class Session {
  private cookie = "";
  constructor(private readonly host: string) {}

  async ask(method: string, path: string, body?: unknown): Promise<{ status: number; body: any }> {
    const answer = await fetch(`${this.host}/api/v1${path}`, {
      method,
      headers: { Cookie: this.cookie, ...(body ? { "Content-Type": "application/json" } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const [cookie] = answer.headers.getSetCookie();
    if (cookie) this.cookie = cookie.split(";")[0] ?? "";
    const text = await answer.text();
    return { status: answer.status, body: text ? JSON.parse(text) : undefined };
  }

  /** The live feed: calls `heard` with each event until the returned function is called. */
  async listen(heard: (event: any) => void): Promise<() => void> {
    const controller = new AbortController();
    const answer = await fetch(`${this.host}/api/v1/events/stream`, { headers: { Cookie: this.cookie }, signal: controller.signal });
    expect(answer.headers.get("content-type")).toMatch("text/event-stream");
    void (async () => {
      const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
      let text = "";
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        text += part.value;
        const messages = text.split("\n\n");
        text = messages.pop() ?? "";
        for (const message of messages) {
          const data = /^data: (.*)$/m.exec(message)?.[1];
          if (/^event: event$/m.test(message) && data) heard(JSON.parse(data));
        }
      }
    })().catch(() => {}); // it ends by being closed
    return () => controller.abort();
  }
}

it("leads from the printed link to the first event of the shop, live", async () => {
  const link = await startLink(shop.wend);
  const owner = new Session(shop.wend.host);
  expect((await owner.ask("GET", "/sources")).status).toBe(401);
  expect((await owner.ask("GET", "/setup")).body).toMatchObject({ needed: true });

  const account = { name: "Ann", email: "ann@shop.example", password: "a long enough password", timezone: "Europe/Zurich" };
  expect((await owner.ask("POST", "/setup", { ...account, token: "guessed" })).status).toBeGreaterThanOrEqual(400);
  const made = await owner.ask("POST", "/setup", { ...account, token: link.searchParams.get("token") });
  expect([made.status, made.body]).toMatchObject([200, { email: "ann@shop.example", role: "owner", workspace: { timezone: "Europe/Zurich" } }]);
  expect((await owner.ask("GET", "/setup")).body).toMatchObject({ needed: false });
  // the link works once
  const thief = await new Session(shop.wend.host).ask("POST", "/setup", { ...account, email: "eve@evil.example", token: link.searchParams.get("token") });
  expect(thief.status).toBeGreaterThanOrEqual(400);

  const source: Source = (await owner.ask("POST", "/sources", { name: "My shop", kind: "browser" })).body;
  expect(source).toMatchObject({ name: "My shop", kind: "browser", write_key: expect.stringMatching(/.{8,}/) });

  const live: any[] = [];
  const stop = await owner.listen((event) => live.push(event));
  const site = await Site.open(`<script async src="${shop.wend.host}/sdk/wend.js" data-write-key="${source.write_key}"></script>`);
  try {
    const visitor = await shop.somebody();
    await shop.visit(visitor, "/shoes", site);
    await eventually(() => expect(live).toMatchObject([{ event: "Page Viewed", page: "/shoes", source: source.id, device: "desktop" }]));
    await eventually(async () => {
      const { items } = (await owner.ask("GET", "/sources")).body;
      const mine = items.find(({ id }: Source) => id === source.id);
      expect(mine).toMatchObject({ last_event: expect.any(String), events: 1 });
    });
  } finally {
    stop();
    await site.close();
  }

  // a retired key is refused at once
  expect((await owner.ask("DELETE", `/sources/${source.id}`)).status).toBe(204);
  const refused = await fetch(`${shop.wend.host}/v1/track`, { method: "POST", body: JSON.stringify({ writeKey: source.write_key, event: "X", anonymousId: "a" }) });
  expect(refused.status).toBe(401);

  expect((await owner.ask("DELETE", "/session")).status).toBe(204);
  expect((await owner.ask("GET", "/me")).status).toBe(401);
  expect((await owner.ask("POST", "/session", { email: account.email, password: "wrong" })).status).toBe(401);
  expect((await owner.ask("POST", "/session", { email: account.email, password: account.password })).status).toBe(200);
});

it("prints no link any more, and knows the owner, after the next start", async () => {
  const before = shop.wend.printed.length;
  await shop.wend.stop();
  await shop.wend.run();
  await eventually(() => expect(shop.wend.printed.slice(before)).toContain("Wend is running"));
  expect(shop.wend.printed.slice(before)).not.toContain("/setup?");
  expect((await new Session(shop.wend.host).ask("GET", "/setup")).body).toMatchObject({ needed: false });
});
