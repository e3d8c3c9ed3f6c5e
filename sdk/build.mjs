// Builds src/index.ts into dist/wend.js: one classic script, and checks that
// the core stays small enough to be loaded by every page of a shop.
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { brotliCompressSync, gzipSync } from "node:zlib";
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

// The server sends these as they are.
const script = readFileSync("dist/wend.js");
const zipped = gzipSync(script, { level: 9 });
writeFileSync("dist/wend.js.gz", zipped);
writeFileSync("dist/wend.js.br", brotliCompressSync(script));

const size = zipped.length;
console.log(`dist/wend.js: ${size} bytes gzip of ${budget}`);
if (size > budget) {
  console.error(`wend.js is ${size - budget} bytes over its budget: load what most pages do not need only when it is used.`);
  process.exit(1);
}
