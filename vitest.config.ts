import { defineConfig } from "vitest/config";

// Vitest reads conditions in two places: for its own resolver and for what it leaves to Node.
const conditions = ["millrace-source", "node", "import", "default"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ["test/**/*.test.ts"],
  },
});
