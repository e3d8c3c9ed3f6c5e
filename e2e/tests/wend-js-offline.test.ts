// Our own library when the network, or the server, is away.
import { describe, expect, it } from "vitest";
import { loaded, Shop } from "../support/shop";
import { eventually, pause } from "../support/wend";

const shop = Shop.forTests();

describe("without network", () => {
  it("keeps what happens, through reloads, and every event arrives exactly once", async () => {
    const ann = await shop.somebody();
    // the shop is up, but Wend is not: the library comes from the browser's cache
    const id = await shop.visit(ann, "/");
    await eventually(async () => expect(await shop.steps(id)).toEqual(["/"]));
    await shop.wend.stop();
    await ann.page.evaluate(() => void window.wend.track("A"));
    await pause(1500); // it has tried
    await ann.page.evaluate(() => void window.wend.track("B"));
    await shop.go(ann, "Shoes");
    await ann.page.evaluate(() => void window.wend.track("C"));
    await ann.page.reload();
    await loaded(ann.page);
    await shop.wend.run();
    await eventually(async () => expect(await shop.steps(id)).toEqual(["/", "A", "B", "/shoes", "C", "/shoes"]));
    const waiting = (): Promise<string[]> => ann.page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("wend_queue")));
    await eventually(async () => expect(await waiting()).toEqual([]));
    const sent = shop.batches(ann).flatMap(({ batch }) => batch);
    const ids = new Map<string, Set<string>>();
    for (const { messageId, event, timestamp } of sent)
      ids.set(`${event} ${timestamp}`, (ids.get(`${event} ${timestamp}`) ?? new Set()).add(messageId));
    for (const each of ids.values()) expect(each.size).toBe(1);
  });

  it("counts once what a server took that died before it could say so", async () => {
    const ann = await shop.somebody();
    const id = await shop.visit(ann, "/");
    const happened = ["/"];
    for (let i = 0; i < 3; i++) {
      for (let j = 0; j < 5; j++) {
        const event = `Step ${i}.${j}`;
        happened.push(event);
        await ann.page.evaluate((event) => void window.wend.track(event), event);
        if (j === 2) void ann.page.evaluate(() => void window.wend.flush());
      }
      await shop.wend.stop("SIGKILL");
      await shop.wend.run();
    }
    // Their order is another matter: the protocol adds the time that a request took to the time of its calls.
    await eventually(async () => expect((await shop.steps(id)).sort()).toEqual(happened.sort()));
  });

  it("goes on at once when the network is back", async () => {
    const ann = await shop.somebody();
    await ann.page.clock.install();
    const id = await shop.visit(ann, "/");
    await eventually(async () => expect(await shop.steps(id)).toEqual(["/"]));
    await ann.context.setOffline(true);
    await ann.page.evaluate(() => void window.wend.track("A"));
    await pause(2000); // it has tried
    await ann.page.clock.pauseAt((await ann.page.evaluate(() => Date.now())) + 10_000); // from now on no timer fires: the next try would never come
    const asked = shop.batches(ann).length;
    await ann.context.setOffline(false);
    await eventually(async () => expect((await shop.steps(id)).sort()).toEqual(["/", "A"])); // the page's clock is wrong now, and with it the order
    expect(shop.batches(ann).length).toBe(asked + 1);
  });
});

