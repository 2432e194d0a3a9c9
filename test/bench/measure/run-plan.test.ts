import { createHash } from "node:crypto";
import { mkdtemp, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import {
  fileStore,
  type PlanInput,
  progressAfter,
  readPlan,
  readRun,
  type Run,
  type RunEvent,
  type RunOptions,
  runPlan,
  type RunProgress,
  StoreError,
} from "../../../src/bench/index.ts";
import { instant } from "../../../src/clock/index.ts";
import { type Trace, traceRecorder } from "../../../src/events/index.ts";
import { quantile, sorted } from "../../../src/stats/index.ts";
import { faultyFiles } from "../support.ts";

/** Four words, 20 ms apart, the first after 200 ms. */
function recording(): Trace {
  const recorder = traceRecorder({ id: "recorded", scheduledAt: instant(0) });
  recorder.sent(instant(0));
  recorder.headers(instant(5));
  let seq = 0;
  const about = { provider: "p", model: "m", attempt: 1, requestId: undefined };
  recorder.event(
    { type: "stream-start", ...about, at: instant(5), seq: seq++ },
    recorder.read(instant(5), 10),
  );
  recorder.event({ type: "text-start", block: "0", at: instant(5), seq: seq++ }, 0);
  for (const [index, text] of ["Still ", "waters ", "run ", "deep"].entries()) {
    const at = instant(200 + 20 * index);
    recorder.event({ type: "text-delta", block: "0", text, at, seq: seq++ }, recorder.read(at, 10));
  }
  const reason = { kind: "stop", raw: "stop" } as const;
  recorder.event({ type: "stream-end", reason, at: instant(260), seq }, undefined);
  return recorder.trace();
}

const buffers: PlanInput["arms"] = [
  { name: "immediate" },
  { name: "window", buffer: { strategy: "time-window", options: { windowMs: 50 } } },
];

/** The tests start servers, and the machine may be busy. */
const PATIENCE_MS = 30_000;

/** Answers in a tenth of a second. */
const FAST = "fixed:ttftMs=30,itlMs=3";

function liveArms(model: string) {
  return [
    { name: "immediate", model, maxOutputTokens: 20 },
    { name: "word", model, maxOutputTokens: 20, buffer: "word" },
  ];
}

async function eventsOf(plan: PlanInput, options: RunOptions = {}): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of runPlan(readPlan(plan), { hiccupMs: 0, ...options })) {
    events.push(event);
  }
  return events;
}

function runIn(events: readonly RunEvent[]): Run {
  const last = events.at(-1);
  if (last?.type !== "run-end") throw new Error("the run has no end");
  return last.run;
}

const freshRoot = () => mkdtemp(join(tmpdir(), "millrace-runs-"));

describe("runPlan() in replay", { timeout: PATIENCE_MS }, () => {
  const plan: PlanInput = { name: "p", mode: "replay", arms: buffers, pairs: 3 };

  it("replays a recording through each arm's buffer, exactly and without waiting", async () => {
    const run = runIn(await eventsOf(plan, { traceFor: recording }));
    const byArm = Map.groupBy(run.requests, ({ arm }) => arm);

    for (const { metrics, gapsUs } of byArm.get("immediate") ?? []) {
      expect(metrics["ttft@flush"]).toBe(200);
      expect(metrics["added_delay@flush"]).toBe(0);
      expect(gapsUs.flush).toEqual([20_000, 20_000, 20_000]);
    }
    for (const { metrics, gapsUs } of byArm.get("window") ?? []) {
      expect(metrics["ttft@wire"]).toBe(200);
      expect(metrics["ttft@flush"]).toBe(250);
      // The rest of the text, when the stream ends.
      expect(gapsUs.flush).toEqual([10_000]);
    }
    expect(run.requests).toHaveLength(6);
  });

  it("keeps the text byte for byte", async () => {
    const { requests } = runIn(await eventsOf(plan, { traceFor: recording }));
    const sha256 = createHash("sha256").update("Still waters run deep").digest("hex");

    expect(new Set(requests.map(({ textSha256 }) => textSha256))).toEqual(new Set([sha256]));
    expect(requests.every(({ exact }) => exact)).toBe(true);
  });

  it("measures other tools' metrics if the plan names them", async () => {
    const primary = ["fakeai_jitter@wire"];
    const definitions = ["compat:fakeai" as const];
    const run = runIn(await eventsOf({ ...plan, primary, definitions }, { traceFor: recording }));

    expect(run.manifest.definitions["fakeai_stall_n"]).toBe("number of gaps > 500 ms");
    expect(run.requests.map(({ metrics }) => metrics["fakeai_jitter@wire"])).toEqual(
      run.requests.map(() => 0),
    );
  });

  it("gives the same figures every time", async () => {
    const first = runIn(await eventsOf(plan, { traceFor: recording }));
    const second = runIn(await eventsOf(plan, { traceFor: recording }));

    expect(second.requests).toEqual(first.requests);
  });

  it("does not call a replay valid, because nothing was watched", async () => {
    const { manifest } = runIn(await eventsOf(plan, { traceFor: recording }));

    expect(manifest.validity?.verdict).toBe("not-measured");
  });

  it("does not measure a buffer that only delays text as faster per token", async () => {
    const { requests } = runIn(await eventsOf(plan, { traceFor: recording }));
    const paces = requests.map(({ metrics }) => metrics["tpot@flush"]);

    expect(new Set(paces)).toEqual(new Set([20]));
  });

  it("can be interrupted while replaying", async () => {
    const stopping = new AbortController();
    const model = "fixed:ttftMs=1,itlMs=1";
    const live = readPlan({ ...plan, arms: liveArms(model), pairs: 20, warmUp: 0 });
    let replayed = 0;
    for await (const event of runPlan(live, { hiccupMs: 0, signal: stopping.signal })) {
      if (event.type !== "trial-end") continue;
      replayed++;
      stopping.abort();
    }

    expect(replayed).toBe(1);
  });

  it("records one stream per pair from the simulator, for both arms", async () => {
    const { requests } = runIn(
      await eventsOf({
        name: "p",
        mode: "replay",
        arms: liveArms("hosted-fast:ttftMs=20,itlMs=2"),
        pairs: 2,
        warmUp: 0,
      }),
    );

    const seenOf = (number: number) =>
      requests
        .filter(({ pair }) => pair === number)
        .map(({ gapsUs, truth }) => JSON.stringify([gapsUs.wire, truth]));
    expect(seenOf(0)).toHaveLength(2);
    expect(new Set(seenOf(0)).size).toBe(1);
    expect(new Set(seenOf(1)).size).toBe(1);
    expect(seenOf(0)).not.toEqual(seenOf(1));
    expect(requests[0]?.truth?.ttftMs).toBeGreaterThan(0);
  });
});

describe("runPlan() live", { timeout: PATIENCE_MS }, () => {
  it("sends every request of the schedule and stores its record", async () => {
    const plan = { name: "p", arms: liveArms(FAST), pairs: 3, warmUp: 2, concurrency: 2 };
    const events = await eventsOf(plan, { runsFolder: await freshRoot(), keepTraces: true });
    const run = runIn(events);
    const [start] = events;

    expect(run.manifest.status).toBe("complete");
    expect(run.requests.filter(({ warmUp }) => warmUp)).toHaveLength(2);
    expect(run.requests.filter(({ warmUp }) => !warmUp)).toHaveLength(6);
    expect(run.requests.every(({ exact, end }) => exact && end.kind !== "failed")).toBe(true);
    expect(start?.type === "run-start" && (await readRun(start.folder ?? ""))).toEqual({
      ...run,
      unreadableLines: 0,
    });
  });

  it("gives both arms of a pair the same answer", async () => {
    const plan = { name: "p", arms: liveArms(FAST), pairs: 3, warmUp: 0 };
    const { requests } = runIn(await eventsOf(plan));

    for (const pair of Map.groupBy(requests, (request) => request.pair).values()) {
      expect(new Set(pair.map(({ textSha256 }) => textSha256)).size).toBe(1);
    }
  });

  // The machine's other work can delay a request but never hasten it, so the best of several requests
  // shows the ruler's own error. The medians stand in every report.
  it("measures what the server did, to 3 ms and 0.2 ms", { retry: 3 }, async () => {
    const arms = liveArms("fixed:ttftMs=200,itlMs=20");
    const { requests } = runIn(await eventsOf({ name: "p", arms, pairs: 3, warmUp: 1 }));

    const ttftErrorsMs = requests.map(
      ({ metrics, truth }) => (metrics["ttft@wire"] ?? NaN) - (truth?.ttftMs ?? NaN),
    );
    const itlErrorsMs = requests.map(({ gapsUs, truth }) =>
      Math.abs(quantile(sorted(gapsUs.wire), 0.5) / 1000 - (truth?.medianItlMs ?? NaN)),
    );
    expect(Math.min(...ttftErrorsMs)).toBeGreaterThan(0);
    expect(Math.min(...ttftErrorsMs)).toBeLessThanOrEqual(3);
    expect(quantile(sorted(itlErrorsMs), 0.5)).toBeLessThanOrEqual(0.2);
  });

  it("counts a stream that was cut off, and continues", async () => {
    const arms = [
      { name: "whole", model: FAST, maxOutputTokens: 20 },
      { name: "cut", model: `${FAST}+cut@after=5,how=rst`, maxOutputTokens: 20 },
    ];
    const { manifest, requests } = runIn(await eventsOf({ name: "p", arms, pairs: 2 }));

    expect(manifest.status).toBe("complete");
    const ends = requests.filter(({ arm, warmUp }) => arm === "cut" && !warmUp);
    expect(ends.map(({ end }) => end.kind)).toEqual(["failed", "failed"]);
    expect(ends.every(({ exact, lengthChars }) => exact && lengthChars > 0)).toBe(true);
  });

  it("stops as failed when the first requests all fail", async () => {
    const provider = { kind: "openai-chat" as const, baseUrl: "http://127.0.0.1:9/v1" };
    const arms = [
      { name: "a", model: "m", provider },
      { name: "b", model: "m", provider, buffer: "word" },
    ];
    const variables = { OPENAI_API_KEY: "sk-secret" };
    const events = await eventsOf({ name: "p", arms, pairs: 50 }, { variables });
    const { manifest, requests } = runIn(events);

    expect(manifest.status).toBe("failed");
    expect(requests).toHaveLength(3);
    expect(JSON.stringify(events)).not.toContain("sk-secret");
  });

  it("reports a missing key before any request is sent", async () => {
    const arms = [
      { name: "a", model: "m", provider: "openai-chat" },
      { name: "b", model: "m", provider: "openai-chat", buffer: "word" },
    ];

    const runsFolder = await freshRoot();

    await expect(eventsOf({ name: "p", arms }, { variables: {}, runsFolder })).rejects.toThrow(
      "Cannot call openai without an API key: set OPENAI_API_KEY",
    );
    expect(await readdir(runsFolder)).toEqual([]);
  });

  it("is interrupted by its signal, does not count aborted requests, and can be read", async () => {
    const stopping = new AbortController();
    const plan = readPlan({ name: "p", arms: liveArms(FAST), pairs: 500, concurrency: 2 });
    const runsFolder = await freshRoot();
    const events: RunEvent[] = [];
    for await (const event of runPlan(plan, {
      hiccupMs: 0,
      runsFolder,
      signal: stopping.signal,
    })) {
      events.push(event);
      if (events.length === 8) stopping.abort();
    }
    const run = runIn(events);

    expect(run.manifest.status).toBe("interrupted");
    expect(run.requests.every(({ end }) => end.kind !== "aborted")).toBe(true);
    expect(run.requests.length).toBeLessThan(20);
    expect((await readRun(join(runsFolder, run.manifest.id))).manifest.status).toBe("interrupted");
  });

  it("closes an interrupted run when its loop is left", async () => {
    const plan = readPlan({ name: "p", arms: liveArms(FAST), pairs: 500, concurrency: 2 });
    let folder: string | undefined;
    for await (const event of runPlan(plan, { hiccupMs: 0, runsFolder: await freshRoot() })) {
      if (event.type === "run-start") folder = event.folder;
      if (event.type === "trial-end") break;
    }

    const { manifest, requests } = await readRun(folder ?? "");

    expect(manifest.status).toBe("interrupted");
    expect(requests.length).toBeGreaterThan(0);
  });
});

describe("runPlan() when its folder cannot be written", { timeout: PATIENCE_MS }, () => {
  const plan: PlanInput = { name: "p", arms: liveArms(FAST), pairs: 500, warmUp: 0 };

  it("sends no further requests, and ends with its results and the reason", async () => {
    const runsFolder = await freshRoot();
    const files = faultyFiles({ append: "ENOSPC" });
    const events = await eventsOf(plan, { runsFolder, files });
    const last = events.at(-1);
    const run = runIn(events);
    const measured = Math.floor(run.requests.length / 2);

    expect(run.manifest.status).toBe("interrupted");
    expect(run.requests.length).toBeGreaterThan(0);
    expect(run.requests.length).toBeLessThan(1000);
    expect(last?.type === "run-end" && last.storeProblem).toBe(
      `Cannot write "${join(runsFolder, run.manifest.id, "requests.jsonl")}" as the disk is full: ${measured} of 500 pairs were measured`,
    );
  });

  it("makes no request if the first manifest cannot be written", async () => {
    const runsFolder = await freshRoot();
    const files = faultyFiles({ replace: "EROFS" });

    await expect(eventsOf(plan, { runsFolder, files })).rejects.toThrow(
      /^Cannot write ".*manifest\.json" as the file system is read-only: 0 of 500 pairs were measured$/u,
    );
    expect(await readdir(runsFolder)).toEqual([]);
  });

  it("keeps a complete run whose last manifest cannot be written", async () => {
    const runsFolder = await freshRoot();
    let replaced = 0;
    const files = {
      ...fileStore,
      async replace(path: string, text: string) {
        if (++replaced > 1) throw new StoreError(path, Object.assign(new Error(), { code: "EIO" }));
        await fileStore.replace(path, text);
      },
    };
    const events = await eventsOf({ ...plan, pairs: 2 }, { runsFolder, files });
    const last = events.at(-1);

    expect(runIn(events).manifest.status).toBe("complete");
    expect(last?.type === "run-end" && last.storeProblem).toContain(
      "as the disk reports an input/output error: 2 of 2 pairs were measured",
    );
  });
});

describe("progressAfter()", { timeout: PATIENCE_MS }, () => {
  it("counts recordings too, so that a replay's progress bar moves while recording", async () => {
    const plan = { name: "p", mode: "replay" as const, arms: liveArms(FAST), pairs: 2, warmUp: 1 };
    const counts: (number | undefined)[] = [];
    let progress: RunProgress | undefined;
    for (const event of await eventsOf(plan)) {
      progress = progressAfter(progress, event);
      if (event.type === "recording-end") counts.push(progress.ended);
    }

    expect(counts).toEqual([2, 3]);
    expect(progress).toMatchObject({ trials: 7, ended: 7 });
  });

  it("counts ended requests, in the arms without warm-up", async () => {
    const plan = { name: "p", arms: liveArms(FAST), pairs: 2, warmUp: 1 };
    let progress: RunProgress | undefined;
    for (const event of await eventsOf(plan)) progress = progressAfter(progress, event);

    expect(progress).toMatchObject({
      status: "complete",
      trials: 5,
      ended: 5,
      failed: 0,
      arms: [
        { name: "immediate", ended: 2, failed: 0 },
        { name: "word", ended: 2, failed: 0 },
      ],
    });
  });
});
