import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/*.test.ts"],
    // Each file runs a server and a browser of its own; more than two at a
    // time would only wait for each other on a small machine.
    pool: "forks",
    maxWorkers: 2,
    reporters: ["default", "./support/failures.ts"],
    // Against hanging only; how fast things are is for benchmarks to say.
    expect: { poll: { timeout: 60_000 } },
    testTimeout: 180_000,
    hookTimeout: 120_000,
  },
});
