import { defineConfig } from "vitest/config";

import { closingLine } from "./test/support/closing-line.ts";
import { directImports } from "./test/support/direct-imports.ts";

// Vitest reads conditions in two places: for its own resolver and for what it leaves to Node.
const conditions = ["millrace-source", "node", "import", "default"];

/** What measures real time. */
const measuring = [
  "test/bench/measure/**/*.test.ts",
  "test/bench/other-servers.test.ts",
  "test/cli/bench*.test.ts",
  "test/simulator/fidelity/**/*.test.ts",
];

/** What needs a real browser, and mostly a real JupyterLab and real kernels. */
const inBrowser = ["test/e2e/**/*.test.ts"];

/** What runs the other npm scripts. */
const ofScripts = ["test/package/checks.test.ts"];

export default defineConfig({
  plugins: [directImports],
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    reporters: ["default", closingLine],
    // Vitest leaves a core idle by default: half of the machine if it has two.
    maxWorkers: "100%",
    // Groups run one after another: other tests would disturb what measures time, and a browser.
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: [...measuring, ...inBrowser, ...ofScripts],
          setupFiles: ["test/support/seeded-properties.ts"],
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: "measuring",
          include: measuring,
          fileParallelism: false,
          setupFiles: ["test/support/seeded-properties.ts"],
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: "e2e",
          include: inBrowser,
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: "checks",
          include: ofScripts,
          testTimeout: 300_000,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
