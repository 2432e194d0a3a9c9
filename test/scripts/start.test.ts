import { execFile } from "node:child_process";
import { createServer } from "node:net";
import { once } from "node:events";
import { promisify } from "node:util";

import { describe, expect, it, onTestFinished } from "vitest";

import { freePort } from "../../scripts/lab/free-port.ts";
import { ROOT } from "../support/rooms.ts";

/** What `npm start -- …` prints to its error output, and its exit status. */
async function start(...parameters: string[]): Promise<{ err: string; status: unknown }> {
  const run = promisify(execFile)(process.execPath, ["scripts/run.js", "start", ...parameters], {
    cwd: ROOT,
  });
  return run.then(
    ({ stderr }) => ({ err: stderr, status: 0 }),
    ({ stderr, code }) => ({ err: stderr, status: code }),
  );
}

describe("npm start", () => {
  it.each([["--prot", "1"], ["--port", "99999"], ["--port", "http"], ["notebooks/tour.ipynb"]])(
    "refuses %s %s in one line",
    async (...parameters) => {
      const { err, status } = await start(...parameters);

      expect(err).toMatch(/^Cannot start as [^\n]+: see "npm start -- --help"\n$/);
      expect(status).toBe(2);
    },
  );

  it("prints its help", async () => {
    expect(await start("--help")).toEqual({ err: "", status: 0 });
  });
});

describe("freePort()", () => {
  it("refuses a port that is in use", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    onTestFinished(() => void server.close());
    await once(server, "listening");
    const address = server.address();
    const port = typeof address === "object" ? address?.port : undefined;

    await expect(freePort(port)).rejects.toThrow(
      `Cannot listen on port ${port} as it is in use or not allowed: choose another with --port`,
    );
  });

  it("finds a free one by default", async () => {
    expect(await freePort()).toBeGreaterThan(1023);
  });
});
