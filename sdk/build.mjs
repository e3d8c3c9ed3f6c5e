// Builds dist: wend.js, the classic script of the script element; wend.mjs, the
// same as a module for the package; wend-observe.js, what both fetch when the
// page is idle. Checks that the core stays small enough for every page of a shop.
import { createHash } from "node:crypto";
import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";

const budgets = { "wend.js": 6 * 1024, "wend-observe.js": 6 * 1024 }; // bytes, gzip

const common = {
  bundle: true,
  target: "es2020",
  minify: true,
  sourcemap: "linked",
  sourcesContent: true,
  legalComments: "none",
};

/** The package's module leaves the second file to the site's own build. */
const apart = {
  name: "apart",
  setup: ({ onResolve }) => onResolve({ filter: /^\.\/observe\/index$/ }, () => ({ path: "./wend-observe.js", external: true })),
};

for (const suffix of ["", ".gz", ".br", ".map"]) for (const name of Object.keys(budgets)) rmSync(`dist/${name}${suffix}`, { force: true });
await build({ ...common, entryPoints: ["src/observe/index.ts"], outfile: "dist/wend-observe.js", format: "esm" });
// as the server marks it (internal/collect/library.go)
const version = createHash("sha256").update(readFileSync("dist/wend-observe.js")).digest("hex").slice(0, 12);
await build({
  ...common,
  entryPoints: ["src/index.ts"],
  outfile: "dist/wend.js",
  format: "iife",
  define: { OBSERVE_VERSION: JSON.stringify(version) },
});
await build({ ...common, entryPoints: ["src/module.ts"], outfile: "dist/wend.mjs", format: "esm", plugins: [apart] });
copyFileSync("wend.d.ts", "dist/wend.d.ts");

let failed = false;
for (const [name, budget] of Object.entries(budgets)) {
  const script = readFileSync(`dist/${name}`);
  const zipped = gzipSync(script, { level: 9 });
  // the server sends these as they are
  writeFileSync(`dist/${name}.gz`, zipped);
  writeFileSync(`dist/${name}.br`, brotliCompressSync(script));
  console.log(`dist/${name}: ${zipped.length} bytes gzip of ${budget}`);
  if (zipped.length > budget) {
    console.error(`${name} is ${zipped.length - budget} bytes over its budget: load what most pages do not need only when it is used.`);
    failed = true;
  }
}
if (failed) process.exit(1);
