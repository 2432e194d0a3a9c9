import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { readRun } from "../../src/bench/index.ts";
import { startCli } from "../support/run-cli.ts";
import { runInProcess, startInProcess } from "../support/run-command.ts";

const MANY = ["bench", "--model", "fixed:ttftMs=5,itlMs=1", "--pairs", "5000", "--quiet"];

const freshRoot = () => mkdtemp(join(tmpdir(), "millrace-store-"));

async function onlyRunIn(root: string): Promise<string> {
  const [name = ""] = await readdir(root);
  return join(root, name);
}

// Each of these processes used to hang: the timeout is the test.
describe("millrace bench whose results cannot be stored", { timeout: 60_000 }, () => {
  it("stops when the disk is full, prints what it has, and ends", async () => {
    const root = await freshRoot();
    const { status, out, err } = await startCli([...MANY, "--out", root], {}, 64).ended;
    const folder = await onlyRunIn(root);
    const run = await readRun(folder);

    expect(status).toBe(1);
    expect(err).toMatch(
      /^Cannot write ".*requests\.jsonl" as the largest allowed file size is reached: \d+ of 5000 pairs were measured\n$/u,
    );
    expect(out).toContain("count-or-time");
    expect(run.manifest.status).toBe("interrupted");
    expect(run.requests.length).toBeGreaterThan(0);
    expect(run.unreadableLines).toBe(0);
  });

  it("stops when its folder is removed, and does not make it again", async () => {
    const root = await freshRoot();
    const bench = startInProcess([...MANY, "--out", root]);
    await expect
      .poll(async () => existsSync(join(await onlyRunIn(root), "requests.jsonl")), {
        timeout: 30_000,
      })
      .toBe(true);
    await rm(await onlyRunIn(root), { recursive: true });
    const { status, out, err } = await bench.ended;

    expect(status).toBe(1);
    expect(err).toMatch(/^Cannot write ".*" as its folder does not exist: \d+ of 5000 pairs.*\n$/u);
    expect(out).toContain("count-or-time");
    expect(await readdir(root)).toEqual([]);
  });

  it.runIf(existsSync("/proc/self"))("makes no request if the folder cannot be made", async () => {
    expect(await runInProcess([...MANY, "--out", "/proc/millrace"])).toEqual({
      status: 1,
      out: "",
      err: 'Cannot write "/proc/millrace" as no folder can be made there: 0 of 5000 pairs were measured\n',
    });
  });

  it("prints the verdict and one line if only the report cannot be written", async () => {
    const root = await freshRoot();
    const few = ["bench", "--model", "fixed:ttftMs=5,itlMs=1", "--pairs", "2", "--quiet"];
    const { status, out, err } = await startCli([...few, "--out", root], {}, 48).ended;
    const report = join(await onlyRunIn(root), "report");

    expect(status).toBe(1);
    expect(out).toContain("count-or-time");
    expect(err).toBe(
      `Cannot write "${join(report, "report.html")}" as the largest allowed file size is reached\n`,
    );
    expect(await readdir(report)).toEqual([]);
  });

  it("ends with the first SIGTERM", async () => {
    const root = await freshRoot();
    const bench = startCli([...MANY, "--out", root]);
    await expect
      .poll(async () => existsSync(join(await onlyRunIn(root), "requests.jsonl")), {
        timeout: 30_000,
      })
      .toBe(true);
    bench.child.kill("SIGTERM");

    expect((await bench.ended).status).toBe(130);
    expect(await readFile(join(await onlyRunIn(root), "manifest.json"), "utf8")).toContain(
      '"interrupted"',
    );
  });
});
