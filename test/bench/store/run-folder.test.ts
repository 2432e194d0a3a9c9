import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { PlanError, readRun } from "../../../src/bench/index.ts";
import { createRunFolder } from "../../../src/bench/store/run-folder.ts";
import { instant, VirtualClock } from "../../../src/clock/index.ts";
import { readTraces, traceRecorder } from "../../../src/events/index.ts";
import { faultyFiles, requestRecord, runningManifest } from "../support.ts";

const freshRoot = () => mkdtemp(join(tmpdir(), "millrace-runs-"));

describe("createRunFolder()", () => {
  it("stores what readRun() reads", async () => {
    const folder = await createRunFolder(await freshRoot(), "run", { clock: new VirtualClock() });
    const failure = { code: "connection-lost", receivedBytes: 4, cause: "reset" } as const;
    const requests = [
      requestRecord(),
      requestRecord({
        id: "0-b",
        end: { kind: "failed", raw: undefined, failure },
        outputTokens: { total: undefined, reasoning: undefined },
        truth: undefined,
      }),
    ];
    const validity = {
      verdict: "valid",
      gates: [
        {
          id: "g",
          outcome: "held",
          readings: [
            { statistic: "median", quantity: "ttft", value: 1, unit: "ms", limit: 3, arm: "a" },
            { statistic: "share", unit: "ratio", of: 20 },
          ],
        },
        { id: "h", outcome: "not-measured", reason: "no-requests", readings: [] },
      ],
    } as const;
    const manifest = runningManifest({ status: "complete", validity });

    for (const request of requests) folder.appendRequest(request);
    await folder.end(manifest);

    expect(await readRun(folder.path)).toEqual({ manifest, requests, unreadableLines: 0 });
  });

  it("never reuses the folder of another run", async () => {
    const root = await freshRoot();

    const ids = [];
    for (let run = 0; run < 3; run++) {
      ids.push((await createRunFolder(root, "run", { clock: new VirtualClock() })).id);
    }

    expect(ids).toEqual(["run", "run-2", "run-3"]);
  });

  it("writes requests to the file within a second", async () => {
    const clock = new VirtualClock();
    const folder = await createRunFolder(await freshRoot(), "run", { clock });
    await folder.begin(runningManifest());

    folder.appendRequest(requestRecord());
    const before = await readRun(folder.path);
    await clock.advanceBy(1000);

    expect(before.requests).toEqual([]);
    await expect.poll(async () => (await readRun(folder.path)).requests).toEqual([requestRecord()]);
    await folder.end(runningManifest());
  });

  it("stores traces beside the requests", async () => {
    const folder = await createRunFolder(await freshRoot(), "run", { clock: new VirtualClock() });
    const trace = traceRecorder({ id: "a", scheduledAt: instant(0) }).trace();

    folder.appendTrace(trace);
    await folder.end(runningManifest());

    const stored = readTraces(await readFile(join(folder.path, "traces.jsonl"), "utf8"));
    expect(stored.traces).toEqual([trace]);
  });

  it("names a folder that cannot be created", async () => {
    const file = join(await freshRoot(), "file");
    await writeFile(file, "");
    const root = join(file, "runs");

    await expect(createRunFolder(root, "run", { clock: new VirtualClock() })).rejects.toThrow(
      `Cannot write "${join(root, "run")}" as part of its path is not a folder`,
    );
  });

  it("removes the folder if the first manifest cannot be written", async () => {
    const root = await freshRoot();
    const files = faultyFiles({ replace: "ENOSPC" });
    const folder = await createRunFolder(root, "run", { clock: new VirtualClock(), files });

    await expect(folder.begin(runningManifest())).rejects.toThrow(
      `Cannot write "${join(root, "run", "manifest.json")}" as the disk is full`,
    );
    expect(await readdir(root)).toEqual([]);
  });

  it("reports the first failure at once and stores no more", async () => {
    const clock = new VirtualClock();
    const failures: string[] = [];
    const files = faultyFiles({ append: "ENOSPC" });
    const folder = await createRunFolder(await freshRoot(), "run", {
      clock,
      files,
      onFailure: ({ message }) => failures.push(message),
    });
    await folder.begin(runningManifest());

    folder.appendRequest(requestRecord());
    await clock.advanceBy(1000);
    folder.appendRequest(requestRecord());
    folder.appendTrace(traceRecorder({ id: "a", scheduledAt: instant(0) }).trace());
    await clock.advanceBy(1000);
    await folder.end(runningManifest({ status: "complete" }));

    const file = join(folder.path, "requests.jsonl");
    expect(failures).toEqual([`Cannot write "${file}" as the disk is full`]);
    expect(folder.failure?.message).toBe(failures[0]);
    expect(files.appends).toEqual([file]);
    expect((await readRun(folder.path)).manifest.status).toBe("interrupted");
  });

  it("ends without an error if nothing can be written any more", async () => {
    const root = await freshRoot();
    const folder = await createRunFolder(root, "run", { clock: new VirtualClock() });
    await folder.begin(runningManifest());
    await rm(folder.path, { recursive: true });

    folder.appendRequest(requestRecord());
    await folder.end(runningManifest({ status: "complete" }));

    expect(folder.failure?.message).toBe(
      `Cannot write "${join(folder.path, "requests.jsonl")}" as its folder does not exist`,
    );
    expect(await readdir(root)).toEqual([]);
  });
});

describe("readRun()", () => {
  async function killedRun() {
    const folder = await createRunFolder(await freshRoot(), "run", { clock: new VirtualClock() });
    await folder.begin(runningManifest());
    folder.appendRequest(requestRecord());
    await folder.end(runningManifest());
    return folder.path;
  }

  it("keeps the complete lines of a run that was killed while writing", async () => {
    const path = await killedRun();
    await appendFile(join(path, "requests.jsonl"), '{"v":1,"id":"1-a","arm":"a","pa');

    const run = await readRun(path);

    expect(run.manifest.status).toBe("running");
    expect(run.requests).toEqual([requestRecord()]);
    expect(run.unreadableLines).toBe(1);
  });

  it("reads a run that was killed before its first request had ended", async () => {
    const folder = await createRunFolder(await freshRoot(), "run", { clock: new VirtualClock() });
    await folder.begin(runningManifest());

    expect((await readRun(folder.path)).requests).toEqual([]);
  });

  it("names the file that a folder lacks to be a run", async () => {
    const root = await freshRoot();

    await expect(readRun(root)).rejects.toThrow(PlanError);
    await expect(readRun(root)).rejects.toThrow("there is no such file");
  });

  it.each([
    ["", "it is not JSON"],
    ["{", "it is not JSON"],
    ["5", "it is not an object"],
    ["{}", 'its field "v" is missing'],
  ])("names the manifest and its error if it is %j", async (text, fault) => {
    const path = await killedRun();
    const file = join(path, "manifest.json");
    await writeFile(file, text);

    await expect(readRun(path)).rejects.toThrow(
      `Cannot read "${file}" as it must be the manifest of a run: ${fault}`,
    );
  });

  it("names the field of a manifest that it cannot read", async () => {
    const path = await killedRun();
    await writeFile(
      join(path, "manifest.json"),
      JSON.stringify({ ...runningManifest(), status: "paused" }),
    );

    await expect(readRun(path)).rejects.toThrow(
      'manifest.json" as it must be the manifest of a run: its field "status" is wrong',
    );
  });
});
