import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

import { describe, expect, it } from "vitest";

import { ROOT } from "../support/rooms.ts";

/** What `npm run ok` does before the tests, in its order. */
const scripts = ["format", "lint", "typecheck", "unused", "package", "lab"];

describe("npm run", () => {
  it.each(scripts)("%s passes", async (script) => {
    const child = spawn("npm", ["run", script], {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "pipe"],
      // Colours would only hide the words in a failed test.
      env: { ...process.env, NO_COLOR: "1" },
    });
    const status = new Promise((resolve) => {
      child.once("close", resolve);
    });
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);

    expect(await status, out + err).toBe(0);
  });
});
