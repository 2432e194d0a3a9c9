import { mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

import { readRun } from "../../src/bench/index.ts";
import { runCli, startCli } from "../support/run-cli.ts";

/** Answers in under half a second, where the default takes one and a half. */
const FAST = ["--model", "fixed:ttftMs=100,itlMs=2", "--pairs", "3"];

/** A process is started, watches the machine for a second and asks; the machine may be busy. */
const PATIENCE_MS = 30_000;

const freshRoot = () => mkdtemp(join(tmpdir(), "millrace-bench-"));

async function onlyRunIn(root: string): Promise<string> {
  const [name = ""] = await readdir(root);
  return join(root, name);
}

describe("millrace bench", { timeout: PATIENCE_MS }, () => {
  it("runs the default plan, prints its verdict and links to the report", async () => {
    const root = await freshRoot();

    const { status, out, err } = await runCli(["bench", ...FAST, "--out", root]);

    expect(status).toBe(0);
    expect(out).toContain("Against immediate, count-or-time");
    expect(err).toContain("14 of 14 requests");
    const link = /HTML report: (file:\S+)/u.exec(err)?.[1] ?? "";
    expect(await readFile(fileURLToPath(link), "utf8")).toContain("count-or-time");
  });

  it("compares the buffers that it is given, on recordings, and prints JSON alone", async () => {
    const root = await freshRoot();
    const buffers = ["--buffer", "word", "--buffer", "smooth", "--mode", "replay"];
    const flags = ["--out", root, "--json", "--quiet", "--no-report"];

    const { status, out, err } = await runCli(["bench", ...FAST, ...buffers, ...flags]);

    expect({ status, err }).toEqual({ status: 0, err: "" });
    expect(JSON.parse(out)).toBeTypeOf("object");
    const run = await onlyRunIn(root);
    expect((await readRun(run)).manifest.plan).toMatchObject({
      name: "word against smooth",
      mode: "replay",
      pairs: 3,
    });
    expect(await readdir(run)).not.toContain("report");
  });

  it("leaves a readable run and a partial report when it is interrupted", async () => {
    const root = await freshRoot();
    const bench = startCli(["bench", ...FAST, "--pairs", "5000", "--out", root]);
    await expect
      .poll(async () => (await readRun(await onlyRunIn(root))).requests.length, {
        timeout: PATIENCE_MS,
      })
      .toBeGreaterThan(10);

    bench.child.kill("SIGINT");
    const { status, out } = await bench.ended;

    expect(status).toBe(130);
    expect(out).toContain("count-or-time");
    expect((await readRun(await onlyRunIn(root))).manifest.status).toBe("interrupted");
  });

  it("says in one line that a provider is dead, without its key", async () => {
    const server = ["--base-url", "http://127.0.0.1:9/v1", "--model", "m"];
    const flags = ["--out", await freshRoot(), "--quiet"];

    const { status, out, err } = await runCli(["bench", ...server, ...flags], {
      OPENAI_API_KEY: "sk-secret-1234",
    });

    expect({ status, out }).toEqual({ status: 1, out: "" });
    expect(err).toContain(
      'Cannot measure as every request failed: Cannot connect to "http://127.0.0.1:9/v1"',
    );
    expect(err).not.toContain("sk-secret");
    expect(err.trimEnd().split("\n")).toHaveLength(1);
  });

  it.each([
    [["--buffer", "immediate", "--buffer", "words"], 'current value is "words"'],
    [["--arms", "immediate"], 'there must be two buffers: current value is "immediate"'],
    [["--pairs=-1"], "pairs must be a whole number from 2: current value is -1"],
    [["--base-url", "nonsense", "--model", "m"], "must be an http or https URL"],
    [["--provider", "openai-chat", "--model", "m"], "OPENAI_API_KEY must be set"],
    [["--model", "gpt-9"], "its profile must be one of fixed, hosted-fast"],
    [[tmpdir()], "it is a folder, not a file"],
    [["no-such.json"], "there is no such file"],
    [["a.json", "b.json"], "one plan at most is taken"],
    [["--frequency", "5"], "Unknown option '--frequency'"],
  ])("refuses %j in one line", async (args, message) => {
    const { status, out, err } = await runCli(["bench", ...args, "--out", await freshRoot()]);

    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err).toContain(message);
    expect(err.trimEnd().split("\n")).toHaveLength(1);
  });

  it("says where a plan stops being JSON", async () => {
    const path = join(await freshRoot(), "plan.json");
    await writeFile(path, '{"name": "p",}');

    const { status, err } = await runCli(["bench", path]);

    expect(status).toBe(2);
    expect(err).toBe(`Cannot read the plan "${path}": it is not JSON at line 1, column 14\n`);
  });
});
