import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vitest/config";

/** Writes .br and .gz beside every text file of the build: the server sends those. */
function packed(): Plugin {
  const pack = (folder: string) => {
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      if (statSync(path).isDirectory()) {
        pack(path);
      } else if (/\.(js|css|svg)$/.test(name)) {
        const bytes = readFileSync(path);
        writeFileSync(`${path}.br`, brotliCompressSync(bytes));
        writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
      }
    }
  };
  return { name: "packed", apply: "build", closeBundle: () => pack("dist") };
}

export default defineConfig({
  plugins: [react(), packed()],
  resolve: { alias: { "@": new URL("./src", import.meta.url).pathname } },
  build: { manifest: true, target: "es2022", sourcemap: false, emptyOutDir: true, chunkSizeWarningLimit: 700 },
  server: { proxy: { "/api": "http://127.0.0.1:7777", "/v1": "http://127.0.0.1:7777", "/sdk": "http://127.0.0.1:7777" } },
  test: { environment: "jsdom", setupFiles: ["src/test/setup.ts"], css: false, restoreMocks: true },
});
