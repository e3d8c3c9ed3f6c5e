import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    environment: "jsdom",
    environmentOptions: { jsdom: { url: "https://shop.example/shoes?size=42" } },
    include: ["test/*.test.ts"],
    restoreMocks: true,
    unstubGlobals: true,
  },
});
