import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { seededRandom } from "../../src/stats/index.ts";
import { byteServer, chatFrames, refuses, sends } from "../support/servers/byte-server.ts";
import { closingServer } from "../support/servers/closing-server.ts";
import { runInProcess } from "../support/run-command.ts";

const PATIENCE_MS = 60_000;

async function bench(url: string, changes: object) {
  const root = await mkdtemp(join(tmpdir(), "millrace-other-"));
  const provider = { kind: "openai-chat", baseUrl: url };
  const arms = ["a", "b"].map((name) => ({ name, provider, model: "m" }));
  const path = join(root, "plan.json");
  await writeFile(path, JSON.stringify({ name: "other", arms, warmUp: 0, ...changes }));
  return runInProcess(["bench", path, "--no-report", "--out", root], {
    OPENAI_API_KEY: "sk-1234567890",
  });
}

describe("millrace bench against a provider's server", { timeout: PATIENCE_MS }, () => {
  it("fails no request because the server closes idle connections", async () => {
    const random = seededRandom(3);
    const server = await closingServer({ kind: "idle", afterMs: () => random() * 50 });
    const { err } = await bench(server.url, { pairs: 50, concurrency: 4 });

    expect(err).toContain("100 of 100 requests");
    expect(err).not.toContain("failed");
    expect(server.answers).toBe(100);
  });

  it("draws no conclusion on timing from a server that dies after four answers", async () => {
    const alive = sends(...chatFrames("Hello"));
    const server = await byteServer(alive, alive, alive, alive, refuses(503));
    const changes = { pairs: 22, concurrency: 1, primary: ["ttft@wire"] };
    const { status, out } = await bench(server.url, changes);

    expect(status).toBe(1);
    expect(out.replaceAll(/\s+/gu, " ")).toContain(
      "No conclusion on timing: 40 of 44 requests failed (503), and only 2 pairs were answered by both arms",
    );
    expect(out).not.toMatch(/equivalent/u);
  });
});
