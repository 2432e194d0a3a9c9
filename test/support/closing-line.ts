import type { Reporter, TestModule } from "vitest/node";

/**
 * Ends the output of a run with `N passed, N failed`, for people and programs that read only the last
 * line. A file that cannot be loaded and an error outside of tests each count as one failed test.
 */
export const closingLine: Reporter = {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]) {
    let passed = 0;
    let failed = unhandledErrors.length;
    for (const module of modules) {
      failed += module.errors().length;
      for (const test of module.children.allTests()) {
        if (test.result().state === "passed") passed++;
        if (test.result().state === "failed") failed++;
      }
      for (const suite of module.children.allSuites()) failed += suite.errors().length;
    }
    // After Vitest's summary, which is written once all reporters have finished.
    process.once("exit", () => process.stdout.write(`${passed} passed, ${failed} failed\n`));
  },
};
