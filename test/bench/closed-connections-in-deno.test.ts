import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

import { closingServer } from "../support/servers/closing-server.ts";
import { ROOT } from "../support/run-cli.ts";

const PATIENCE_MS = 60_000;

describe("a server that closes its connections, in Deno", { timeout: PATIENCE_MS }, () => {
  it("loses no request of the benchmark's or the core's client", async () => {
    const { url } = await closingServer({ kind: "reused", answers: 2 });
    const { stdout } = await promisify(execFile)(
      join(ROOT, "node_modules/.bin/deno"),
      ["run", "--allow-all", "--node-modules-dir=manual", "test/support/send-in-deno.ts", url],
      { cwd: ROOT, env: { ...process.env, DENO_DIR: join(ROOT, ".millrace/deno") } },
    );

    expect(JSON.parse(stdout)).toEqual({ benchmark: 100, core: 100 });
  });
});
