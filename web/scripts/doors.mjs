// Takes a screenshot of what stands before the app: the set-up, the guide, an invitation, signing in.
//   node scripts/doors.mjs SETUP-LINK OUT-DIRECTORY
// SETUP-LINK is what `wend serve` prints at its first start, on an empty directory. Complaints of the pages are printed.
import { mkdirSync } from "node:fs";
import { chromium } from "playwright-core";

const [link, out] = process.argv.slice(2);
if (!link || !out) {
  console.error("usage: node scripts/doors.mjs SETUP-LINK OUT-DIRECTORY");
  process.exit(2);
}
const base = new URL(link).origin;
const sizes = { desktop: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } };
mkdirSync(out, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

/** One page at both widths and in both themes, as somebody with that session sees it. */
async function shoot(name, address, storageState) {
  for (const [size, viewport] of Object.entries(sizes)) {
    for (const colorScheme of ["light", "dark"]) {
      const context = await browser.newContext({ viewport, colorScheme, reducedMotion: "reduce", locale: "en-IE", timezoneId: "Europe/Dublin", storageState });
      const page = await context.newPage();
      page.on("pageerror", (e) => console.log(`${name} ${size} ${colorScheme}: ${e.message}`));
      await page.goto(address, { waitUntil: "load" });
      await page.waitForSelector("h1");
      await page.waitForFunction(() => ![...document.querySelectorAll("[role=status]")].some((e) => e.textContent?.endsWith("…")));
      await page.waitForTimeout(500);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      if (width > viewport.width) console.log(`${name} ${size}: ${width} px wide, does not fit`);
      await page.screenshot({ path: `${out}/${name}-${size}-${colorScheme}.png`, fullPage: process.env.FULL === "1" });
      await context.close();
    }
  }
}

await shoot("setup", link);
const owner = await browser.newContext();
const ask = async (path, data, headers) => {
  const answer = await owner.request.post(base + path, { data, headers });
  if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
  return answer.json();
};
await ask("/api/v1/setup", { token: new URL(link).searchParams.get("token"), name: "Ada", workspace: "Ada's Bakery", email: "ada@example.com", password: "correct horse battery", timezone: "Europe/Dublin" });
const session = await owner.storageState();
await shoot("welcome-tab-business", `${base}/welcome?tab=business`, session);
const { write_key: key } = await ask("/api/v1/sources", { name: "Website", kind: "browser" });
await shoot("welcome-tab-connect", `${base}/welcome?tab=connect`, session);
await shoot("welcome-tab-listen", `${base}/welcome?tab=listen`, session);
const { link: invitation } = await ask("/api/v1/invitations", { email: "bob@example.com", role: "analyst" });
await shoot("join", invitation);
await shoot("sign-in", `${base}/sign-in`);
const pages = [["Bread and cakes", "/"], ["Sourdough", "/bread/sourdough"], ["Order for Saturday", "/order"]];
for (const [i, [title, path]] of pages.entries()) {
  const moment = new Date(Date.now() - (pages.length - i) * 40_000).toISOString();
  // What a headless browser sends counts as a robot's.
  const people = { "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36" };
  await ask("/v1/page", { writeKey: key, anonymousId: "first-visitor", timestamp: moment, properties: { title, path, url: `https://bakery.example${path}` } }, people);
}
await shoot("welcome-tab-journey", `${base}/welcome?tab=journey`, session);
await browser.close();
