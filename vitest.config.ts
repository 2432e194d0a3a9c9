import { defineConfig } from "vitest/config";

import { closingLine } from "./test/support/closing-line.ts";
import { directImports } from "./test/support/direct-imports.ts";

// Vitest reads conditions in two places: for its own resolver and for what it leaves to Node.
const conditions = ["millrace-source", "node", "import", "default"];

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
    // Groups run one after another: a browser beside busy unit tests would measure those.
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: [...inBrowser, ...ofScripts],
          setupFiles: ["test/support/seeded-properties.ts"],
          sequence: { groupOrder: 0 },
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
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: "checks",
          include: ofScripts,
          testTimeout: 300_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
