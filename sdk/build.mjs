// Builds src/index.ts into dist/wend.js: one classic script, and checks that
// the core stays small enough to be loaded by every page of a shop.
import { copyFileSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const budget = 6 * 1024; // bytes, gzip

await build({
  entryPoints: ["src/index.ts"],
  outfile: "dist/wend.js",
  bundle: true,
  format: "iife",
  target: "es2019",
  minify: true,
  sourcemap: "linked",
  sourcesContent: true,
  legalComments: "none",
});
copyFileSync("wend.d.ts", "dist/wend.d.ts");

const size = gzipSync(readFileSync("dist/wend.js"), { level: 9 }).length;
console.log(`dist/wend.js: ${size} bytes gzip of ${budget}`);
if (size > budget) {
  console.error(`wend.js is ${size - budget} bytes over its budget: load what most pages do not need only when it is used.`);
  process.exit(1);
}
