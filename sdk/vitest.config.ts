import { defineConfig } from "vitest/config";

export default defineConfig({
  server: { fs: { allow: [".", "../internal/event"] } }, // a test compares a list with the server's
  test: {
    environment: "jsdom",
    environmentOptions: { jsdom: { url: "https://shop.example/shoes?size=42" } },
    include: ["test/*.test.ts", "test/*.test.mjs"],
    restoreMocks: true,
    unstubGlobals: true,
  },
});
