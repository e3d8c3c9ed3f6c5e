// Chromium, as visitors have it.
import { existsSync } from "node:fs";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

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
  const complaints: string[] = [];
  const requests: Visitor["requests"] = [];
  context.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  context.on("weberror", (error) => complaints.push(String(error.error())));
  context.on("request", (request) =>
    requests.push({ method: request.method(), url: request.url(), body: request.postData(), headers: request.headers() }),
  );
  return { context, page: await context.newPage(), complaints, requests };
}

/** Follows the link of that name. */
export const follow = (page: Page, name: string): Promise<void> => page.getByRole("link", { name, exact: true }).click();
