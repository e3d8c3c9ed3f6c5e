// Takes a screenshot of screens at desktop and phone width, light and dark.
//   node scripts/screens.mjs BASE-URL OUT-DIRECTORY [PATH ...]
// BASE-URL is a demo, where everybody is signed in. "journey-map" is a map that is made for it. Complaints of the page are printed.
import { mkdirSync } from "node:fs";
import { chromium } from "playwright-core";
import { journeyMap } from "./journey-map.mjs";

const [base, out, ...chosen] = process.argv.slice(2);
if (!base || !out) {
  console.error("usage: node scripts/screens.mjs BASE-URL OUT-DIRECTORY [PATH ...]");
  process.exit(2);
}
const paths = chosen.length > 0 ? chosen : ["/", "/journeys", "/understand/funnel", "/understand/paths", "/understand/trends", "/understand/insights", "/understand/voices", "/digest", "/understand/retention", "/understand/rfm", "/compare", "/ideal-customer", "/understand/attribution", "/understand/sources", "/understand/landing", "/opportunities", "/journeys/maps", "journey-map", "/dashboards", "/dashboards/kit-ecommerce", "/saved", "/customers", "/accounts", "/live", "/live?tab=events", "/plan", "/glossary", "/welcome?tab=business", "/settings/sources", "/settings/imports", "/settings/stages", "/settings/events", "/settings/identity", "/settings/notes", "/settings/quarantine", "/settings/people", "/settings/security", "/settings/audit", "/settings/tokens", "/settings/general"];
const sizes = { desktop: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } };
mkdirSync(out, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const wantedSizes = process.env.SIZES?.split(",") ?? Object.keys(sizes);
const wantedSchemes = process.env.SCHEMES?.split(",") ?? ["light", "dark"];
for (const size of wantedSizes) {
  for (const scheme of wantedSchemes) {
    const context = await browser.newContext({ viewport: sizes[size], colorScheme: scheme, reducedMotion: "reduce" });
    for (const path of paths) {
      const page = await context.newPage();
      page.on("console", (m) => m.type() === "error" && console.log(`${path} ${size} ${scheme}: ${m.text()}`));
      page.on("pageerror", (e) => console.log(`${path} ${size} ${scheme}: ${e.message}`));
      await page.goto(base + (path === "journey-map" ? await journeyMap(base) : path), { waitUntil: "load" });
      await page.waitForSelector("h1", { timeout: 20_000 }).catch(() => console.log(`${path}: no heading`));
      await page.waitForFunction(() => ![...document.querySelectorAll("[role=status]")].some((e) => e.textContent?.endsWith("…")), null, { timeout: 20_000 }).catch(() => console.log(`${path}: still loading`));
      await page.waitForTimeout(700);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      if (width > sizes[size].width + 1) console.log(`${path} ${size}: ${width} px wide, does not fit`);
      const name = path === "/" ? "home" : path.replace(/^\//, "").replace(/[^a-z0-9]+/gi, "-");
      await page.screenshot({ path: `${out}/${name}-${size}-${scheme}.png`, fullPage: process.env.FULL !== "0" });
      await page.close();
    }
    await context.close();
  }
}
await browser.close();
