import { mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";

import { readRun } from "../../src/bench/index.ts";
import { startSimulator } from "../../src/simulator/index.ts";
import { byteServer, refuses } from "../support/servers/byte-server.ts";
import { runCli } from "../support/run-cli.ts";
import { runInProcess, startInProcess } from "../support/run-command.ts";

/** Answers in under half a second, where the default takes one and a half. */
const MODEL = ["--model", "fixed:ttftMs=100,itlMs=2"];
const FAST = [...MODEL, "--pairs", "6"];

/** A run observes the machine for a second first; the machine may be busy. */
const PATIENCE_MS = 30_000;

const freshRoot = () => mkdtemp(join(tmpdir(), "millrace-bench-"));

async function onlyRunIn(root: string): Promise<string> {
  const [name = ""] = await readdir(root);
  return join(root, name);
}

describe("millrace bench", { timeout: PATIENCE_MS }, () => {
  it("runs the default plan, prints its verdict and links to the report", async () => {
    const root = await freshRoot();

    // A separate process: a client that shares one with the tests may be judged too slow.
    const { status, out, err } = await runCli(["bench", ...FAST, "--out", root]);

    expect(status).toBe(0);
    expect(out).toMatch(/\nCompared with immediate,[^]* count-or-time /);
    expect(err).toContain("20 of 20 requests");
    const link = /HTML report: (file:\S+)/u.exec(err)?.[1] ?? "";
    expect(await readFile(fileURLToPath(link), "utf8")).toContain("count-or-time");
  });

  it("compares the buffers that it is given, on recordings, and prints JSON alone", async () => {
    const root = await freshRoot();
    const buffers = ["--buffer", "word", "--buffer", "smooth", "--mode", "replay"];
    const flags = ["--out", root, "--json", "--quiet", "--no-report"];

    const { status, out, err } = await runCli(["bench", ...FAST, ...buffers, ...flags]);

    expect({ status, err }).toEqual({ status: 0, err: "" });
    expect(JSON.parse(out)).toMatchObject({
      v: 2,
      run: { status: "complete", plan: { name: "word against smooth" } },
    });
    const run = await onlyRunIn(root);
    expect((await readRun(run)).manifest.plan).toMatchObject({
      name: "word against smooth",
      mode: "replay",
      pairs: 6,
    });
    expect(await readdir(run)).not.toContain("report");
  });

  it("leaves a readable run and a partial report when it is interrupted", async () => {
    const root = await freshRoot();
    const bench = startInProcess(["bench", ...MODEL, "--pairs", "5000", "--out", root]);
    await expect
      .poll(async () => (await readRun(await onlyRunIn(root))).requests.length, {
        timeout: PATIENCE_MS,
      })
      .toBeGreaterThan(10);

    bench.interrupt();
    const { status, out } = await bench.ended;

    expect(status).toBe(130);
    expect(out).toContain("count-or-time");
    expect((await readRun(await onlyRunIn(root))).manifest.status).toBe("interrupted");
  });

  it("uses any provider of the catalogue, by name and environment", async () => {
    const simulator = await startSimulator({ seed: 1 });
    onTestFinished(() => simulator.close());
    const root = await freshRoot();
    const flags = ["--pairs", "2", "--concurrency", "1", "--out", root, "--no-report", "--json"];

    const { status } = await runInProcess(["bench", "--provider", "anthropic-messages", ...flags], {
      ANTHROPIC_API_KEY: "sk-secret-1234",
      ANTHROPIC_BASE_URL: new URL(simulator.url).origin,
      ANTHROPIC_MODEL: "fixed:ttftMs=20,itlMs=1",
    });
    const { manifest, requests } = await readRun(await onlyRunIn(root));

    expect(manifest.plan.arms.map(({ provider, model }) => [provider.kind, model])).toEqual([
      ["anthropic-messages", "fixed:ttftMs=20,itlMs=1"],
      ["anthropic-messages", "fixed:ttftMs=20,itlMs=1"],
    ]);
    expect(requests.map(({ end }) => end.kind)).not.toContain("failed");
    expect([0, 1]).toContain(status);
  });

  it("sends no key of OpenAI's to a server that is given by its address alone", async () => {
    const server = await byteServer(refuses(401, {}, "no"));
    const flags = ["--model", "m", "--out", await freshRoot(), "--quiet"];
    await runInProcess(["bench", "--base-url", server.url, ...flags], {
      OPENAI_API_KEY: "sk-secret-1234",
    });

    expect(server.requests).toBeGreaterThan(0);
    expect(server.latest.headers.authorization).toBeUndefined();
  });

  it("prints a server's error in one line, without the environment's secrets", async () => {
    const server = await byteServer(refuses(401, {}, "no \u001b[31m sk-secret-1234\nmore"));
    const flags = ["--base-url", server.url, "--model", "m", "--out", await freshRoot(), "--quiet"];
    const { err } = await runInProcess(["bench", ...flags], { GITHUB_TOKEN: "sk-secret-1234" });

    expect(err).toContain("no ␛[31m [GITHUB_TOKEN]; see ");
    expect(err.trimEnd().split("\n")).toHaveLength(1);
  });

  it("reports an unreachable provider in one line, without its key", async () => {
    const server = ["--base-url", "http://127.0.0.1:9/v1", "--model", "m"];
    const flags = ["--out", await freshRoot(), "--quiet"];

    const { status, out, err } = await runInProcess(["bench", ...server, ...flags], {
      OPENAI_API_KEY: "sk-secret-1234",
    });

    expect({ status, out }).toEqual({ status: 1, out: "" });
    expect(err).toContain(
      'Cannot measure as all requests failed: Cannot connect to "http://127.0.0.1:9/v1"',
    );
    expect(err).not.toContain("sk-secret");
    expect(err.trimEnd().split("\n")).toHaveLength(1);
  });

  it.each([
    [["--buffer", "immediate", "--buffer", "words"], 'current value is "words"'],
    [["--arms", "immediate"], 'there must be two buffers: current value is "immediate"'],
    [["--pairs=-1"], "pairs must be a whole number from 2 to 100000: current value is -1"],
    [["--base-url", "nonsense", "--model", "m"], "must be an http or https URL"],
    [["--provider", "openai-chat", "--model", "m"], "without an API key: set OPENAI_API_KEY"],
    [["--provider", "gemni", "--model", "m"], 'did you mean "gemini"?'],
    [["--provider", "ollama-chat"], "without a model: set OLLAMA_MODEL"],
    [["--model", "gpt-9"], "its profile must be one of fixed, hosted-fast"],
    [[tmpdir()], "it is a folder, not a file"],
    [["no-such.json"], "there is no such file"],
    [["a.json", "b.json"], "it takes at most one plan"],
    [["--frequency", "5"], "Unknown option '--frequency'"],
  ])("refuses %j in one line", async (args, message) => {
    const { status, out, err } = await runInProcess(["bench", ...args, "--out", await freshRoot()]);

    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err).toContain(message);
    expect(err.trimEnd().split("\n")).toHaveLength(1);
  });

  it("locates invalid JSON in a plan", async () => {
    const path = join(await freshRoot(), "plan.json");
    await writeFile(path, '{"name": "p",}');

    const { status, err } = await runInProcess(["bench", path]);

    expect(status).toBe(2);
    expect(err).toBe(`Cannot read "${path}" as it must be JSON: it is not at line 1, column 14\n`);
  });
});
