// Chromium, as visitors have it.
import { existsSync } from "node:fs";
import { type Browser, type BrowserContext, chromium, type Page, type Request } from "playwright-core";

const flags =
  "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";

/** A headless browser says so, and Wend counts it as the robot that it is: visitors here say what people's browsers say. */
export const userAgent =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

export function launch(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
  if (!existsSync(executablePath)) throw new Error(`Chromium is not at ${executablePath}: install it or set CHROMIUM_PATH`);
  // the browser itself says so too: what is sent while a page is left does not go by the context's settings
  return chromium.launch({ executablePath, args: [...flags.split(" "), `--user-agent=${userAgent}`] });
}

export interface Visitor {
  context: BrowserContext;
  page: Page;
  /** What the console complained about, and what broke. */
  complaints: string[];
  /** Every request that left the browser. */
  requests: Array<{ method: string; url: string; body: string | null; headers: Record<string, string> }>;
}

/** Somebody who was never here before. */
export async function visitor(browser: Browser, options: Parameters<Browser["newContext"]>[0] = {}): Promise<Visitor> {
  const context = await browser.newContext({ userAgent, locale: "de-CH", timezoneId: "Europe/Zurich", ...options });
  context.setDefaultTimeout(60_000); // against hanging only
  const complaints: string[] = [];
  const requests: Visitor["requests"] = [];
  context.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push([message.text(), message.location().url].filter(Boolean).join(" at "));
  });
  context.on("weberror", (error) => complaints.push(String(error.error())));
  context.on("request", (request) => {
    requests.push({ method: request.method(), url: request.url(), body: request.postData(), headers: request.headers() });
    if (answered(request)) under(request)?.add(request);
  });
  const ended = (request: Request) => void under(request)?.delete(request);
  context.on("requestfinished", ended);
  context.on("requestfailed", ended);
  return { context, page: await context.newPage(), complaints, requests };
}

const open = new WeakMap<Page, Set<Request>>();

/** What the page has asked for and has not got yet; nothing of a page that is gone. */
function under(request: Request): Set<Request> | undefined {
  try {
    const page = request.frame().page();
    return open.get(page) ?? open.set(page, new Set()).get(page);
  } catch {
    return undefined; // a worker's, or of a page that has not begun
  }
}

/** Whether there will be an end: a stream has none. */
const answered = (request: Request): boolean => !["eventsource", "ping"].includes(request.resourceType()) && !request.headers().accept?.includes("event-stream");

/**
 * Waits until the page has got what it asked for, and has shown it: twice over, with a moment of leisure between, since
 * what comes leads to further questions (a screen's code first, then its numbers).
 */
export async function quiet(page: Page): Promise<void> {
  // Not by requestAnimationFrame: a page behind another gets no frames.
  const leisure = () => page.evaluate(() => new Promise<void>((done) => setTimeout(done, 30)));
  const end = Date.now() + 60_000;
  for (let calm = 0; calm < 2; ) {
    await leisure();
    calm = open.get(page)?.size ? 0 : calm + 1;
    if (Date.now() > end) throw new Error(`still waiting for ${[...(open.get(page) ?? [])].map((request) => request.url()).join(", ")}`);
    if (calm === 0) await new Promise((done) => setTimeout(done, 20));
  }
}

/** Follows the link of that name. */
export const follow = (page: Page, name: string): Promise<void> => page.getByRole("link", { name, exact: true }).click();
