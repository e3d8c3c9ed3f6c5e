// A shop that uses wend.js, and its visitors: what the tests of the library share.
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll } from "vitest";
import type {} from "../../sdk/wend";
import { follow, launch, type Visitor, visitor } from "./browser";
import { Site } from "./site";
import { type Session, told, Wend } from "./wend";

export class Shop {
  wend!: Wend;
  site!: Site;
  private browser!: Browser;
  private key = "";
  private inside: Visitor[] = [];

  /** For the tests of the file that calls it: program, browser and website are up while they run. */
  static forTests(): Shop {
    const shop = new Shop();
    beforeAll(async () => {
      [shop.wend, shop.browser] = await Promise.all([Wend.start(), launch()]);
      shop.key = (await shop.wend.source("browser", "Shop")).write_key;
      shop.site = await Site.open(shop.element());
    });
    afterEach(async () => void (await Promise.all(shop.inside.splice(0).map(({ context }) => context.close()))));
    afterAll(async () => {
      await shop.browser?.close();
      await shop.site?.close();
      await shop.wend?.close();
    });
    return shop;
  }

  /** The script element that loads the library, with more attributes; it notices nothing by itself but page views. */
  element(attributes = ""): string {
    return this.observing(`data-observe="false" ${attributes}`);
  }

  /** The script element as an owner pastes it. */
  observing(attributes = ""): string {
    return `<script async src="${this.wend.host}/sdk/wend.js" data-write-key="${this.key}" ${attributes}></script>`;
  }

  /** Somebody who was never here before; gone when the test ends. */
  async somebody(options?: Parameters<typeof visitor>[1]): Promise<Visitor> {
    const person = await visitor(this.browser, options);
    this.inside.push(person);
    return person;
  }

  /** Goes to a page and waits until the library is there; the visitor's anonymous id. */
  async visit({ page }: Visitor, path: string, site = this.site, options: { referer?: string } = {}): Promise<string> {
    await page.goto(site.address + path, options);
    await loaded(page);
    return page.evaluate(() => window.wend.user().anonymousId());
  }

  /** Follows a link to another page and waits until the library is there. */
  async go({ page }: Visitor, name: string): Promise<void> {
    await follow(page, name);
    await loaded(page);
  }

  async sessions(anonymousId: string): Promise<Session[]> {
    return this.wend.sessions((await this.wend.lookup("anonymous_id", anonymousId)).id);
  }

  /** The visitor's sessions, each in one line. */
  async journey(anonymousId: string): Promise<string[]> {
    return (await this.sessions(anonymousId)).map(told);
  }

  /** What the visitor did, in order: pages by their path, the rest by its name. */
  async steps(anonymousId: string): Promise<string[]> {
    const own = (await this.wend.events()).filter(({ message }) => message.anonymousId === anonymousId);
    return own.map(({ event, page }) => (event === "Page Viewed" ? `${page}` : event));
  }

  /** The batches that the visitor's browser has sent, as far as the page lived to tell. */
  batches({ requests }: Visitor): Array<{ sentAt: string; batch: Array<Record<string, any>> }> {
    return requests.filter(({ url }) => url === `${this.wend.host}/v1/batch`).map(({ body }) => JSON.parse(body ?? "{}"));
  }
}

export const loaded = (page: Page): Promise<unknown> => page.waitForFunction(() => window.wend?.version);
