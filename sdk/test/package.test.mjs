// @vitest-environment node
// The package as a site's own build meets it, and the sizes of what the server sends.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "..");
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const published = manifest.files.map((file) => file.replace(/^\//, ""));
let site;

/** A site that has installed the package: only the files that it publishes. */
beforeAll(() => {
  site = mkdtempSync(join(tmpdir(), "wend-package-"));
  const installed = join(site, "node_modules/wend.js");
  for (const file of ["package.json", ...published]) {
    mkdirSync(join(installed, file, ".."), { recursive: true });
    cpSync(join(root, file), join(installed, file));
  }
  writeFileSync(join(site, "package.json"), '{"type":"module"}');
});
afterAll(() => rmSync(site, { recursive: true, force: true }));

describe("the package", () => {
  it("publishes what it names, and nothing else", () => {
    const [{ files }] = JSON.parse(execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
    expect(files.map(({ path }) => path).sort()).toEqual(["LICENSE", "README.md", "package.json", ...published].sort());
    const named = JSON.stringify(manifest.exports).match(/\.\/[\w./-]+/g);
    for (const name of named) if (!["./wend.js", "./wend-observe.js"].includes(name)) expect(files.map(({ path }) => `./${path}`)).toContain(name);
  }, 30_000);

  it("is imported where there is no page, as when a site is rendered on its server", () => {
    const program = 'import wend, { wend as same } from "wend.js"; wend.track("A"); console.log(wend === same, wend.version, typeof wend.shop.orderCompleted)';
    const said = execFileSync(process.execPath, ["--input-type=module", "-e", program], { cwd: site, encoding: "utf8" });
    expect(said.trim()).toBe(`true ${manifest.version} function`);
  });

  it("is built into a site's own script, the second file apart", async () => {
    writeFileSync(join(site, "site.js"), 'import wend from "wend.js"; wend.load("KEY", { host: "https://wend.example.com" });');
    const { outputFiles } = await build({
      entryPoints: [join(site, "site.js")], outdir: join(site, "out"), bundle: true, splitting: true, format: "esm", write: false, logLevel: "error",
    });
    const having = (text) => outputFiles.filter((file) => file.text.includes(text)).map(({ path }) => path.split("/").pop());
    expect(having("https://wend.example.com")).toEqual(["site.js"]);
    expect(having("Form Abandoned")).toEqual([expect.stringMatching(/^wend-observe-/)]);
  });

  it("has types that a site's build finds, and that refuse what is wrong", () => {
    const check = (program) => {
      writeFileSync(join(site, "typed.ts"), program);
      const options = ["--noEmit", "--strict", "--skipDefaultLibCheck", "--module", "nodenext", "--lib", "es2022,dom", "typed.ts"];
      try {
        execFileSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), ...options], { cwd: site, encoding: "utf8" });
        return "";
      } catch (error) {
        return error.stdout;
      }
    };
    const begin = 'import wend, { type Product } from "wend.js";\nconst shoe: Product = { product_id: "p-17", price: 59.9 };\n';
    expect(check(`${begin}wend.load("KEY", { host: "https://wend.example.com", storage: "none", observe: { scroll: false } });
      void wend.shop.orderCompleted({ order_id: "o-1", total: 59.9, products: [shoe] }); window.wend.track("A");`)).toBe("");
    const wrong = check(`${begin}void wend.shop.orderCompleted({ total: 59.9 });
      void wend.shop.productViewed({ price: "59.90" });
      wend.load("KEY", { observe: { scrolling: false } });`);
    expect([...wrong.matchAll(/typed\.ts\((\d)/g)].map(([, line]) => line)).toEqual(["3", "4", "5"]);
  }, 60_000);
});

describe("the snippet", () => {
  it("is the same in the README and in the web app", () => {
    const read = (file) => readFileSync(join(root, file), "utf8");
    const [queue] = /<script>\n!function[\s\S]*?<\/script>/.exec(read("README.md"));
    expect(read("../web/src/features/sources/snippets.ts")).toContain(`\`${queue}\``);
  });
});

describe("what the server sends", () => {
  it.each(["wend.js", "wend-observe.js"])("of %s is at most 6 kB gzip", (name) => {
    expect(readdirSync(join(root, "dist"))).toContain(`${name}.br`);
    expect(gzipSync(readFileSync(join(root, "dist", name)), { level: 9 }).length).toBeLessThanOrEqual(6 * 1024);
    expect(readFileSync(join(root, "dist", `${name}.gz`)).length).toBeLessThanOrEqual(6 * 1024);
  });
});
