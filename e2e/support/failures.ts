// What failed, in a few lines at the very end, where whoever reads only the end of a long log finds it.
import type { Reporter, TestModule } from "vitest/node";

const plain = (text: string) => text.replace(/\u001b\[[0-9;]*m/g, "").replace(/\s+/g, " ").slice(0, 400);

export default class Failures implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    for (const module of modules) {
      const file = module.relativeModuleId;
      for (const error of module.errors()) console.log(`FAILED ${file}: ${plain(error.message)}`);
      for (const test of module.children.allTests("failed")) {
        const error = test.result().errors?.[0];
        const at = error?.stacks?.find((frame) => frame.file.includes("/tests/"));
        console.log(`FAILED ${file}${at ? `:${at.line}` : ""} "${test.fullName}": ${plain([error?.message, error?.actual].filter(Boolean).join(" — "))}`);
      }
    }
  }
}
