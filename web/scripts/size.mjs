// Fails when what must be loaded before the first screen is usable is too large.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const most = 300_000;
const manifest = JSON.parse(readFileSync("dist/.vite/manifest.json", "utf8"));
const files = new Set();
const add = (key) => {
  const chunk = manifest[key];
  if (!chunk || files.has(chunk.file)) return;
  files.add(chunk.file);
  for (const css of chunk.css ?? []) files.add(css);
  for (const imported of chunk.imports ?? []) add(imported);
};
add("index.html");
add("src/features/home/HomePage.tsx");
// The typeface, as browsers with Latin letters load it.
for (const key of Object.keys(manifest)) if (/latin-wght-normal\.woff2$/.test(key) && !/latin-ext/.test(key)) files.add(manifest[key].file);
let total = gzipSync(readFileSync("dist/index.html")).length;
for (const file of files) total += file.endsWith(".woff2") ? readFileSync(`dist/${file}`).length : gzipSync(readFileSync(`dist/${file}`), { level: 9 }).length;
console.log(`before the first screen is usable: ${Math.round(total / 1000)} kB of at most ${most / 1000} kB, ${files.size} files`);
if (total > most) process.exit(1);
