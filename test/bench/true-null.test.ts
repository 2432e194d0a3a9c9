import { expect, it } from "vitest";

import { type Plan, readPlan, type Run, runPlan, type Trial } from "../../src/bench/index.ts";
import { instant } from "../../src/clock/index.ts";
import { type StreamEventBody, type Trace, traceRecorder } from "../../src/events/index.ts";
import { conclude } from "../../src/report/index.ts";
import { simulateAnswer } from "../../src/simulator/answer/simulate-answer.ts";

const SEEDS = 200;
const ALPHA = 0.05;

/** Every trial has a different answer, so that the two arms of a pair differ by chance alone. */
function independentTrace({ id }: Trial, runSeed: number): Trace {
  const { tokens } = simulateAnswer({
    model: "hosted-fast",
    prompt: "Why is the sky blue?",
    maxTokens: 12,
    seed: `${runSeed} ${id}`,
  });
  const recorder = traceRecorder({ id, scheduledAt: instant(0) });
  let seq = 0;
  const add = (body: StreamEventBody, atMs: number) => {
    const at = instant(atMs);
    recorder.event({ ...body, at, seq: seq++ }, recorder.read(at, 1));
  };

  recorder.sent(instant(0));
  recorder.headers(instant(1));
  const about = { provider: "simulated", model: "hosted-fast", attempt: 1, requestId: undefined };
  add({ type: "stream-start", ...about }, 1);
  add({ type: "text-start", block: "0" }, 1);
  for (const { text, dueMs } of tokens) add({ type: "text-delta", block: "0", text }, dueMs);
  const reason = { kind: "stop", raw: "stop" } as const;
  add({ type: "stream-end", reason }, tokens.at(-1)?.dueMs ?? 1);
  return recorder.trace();
}

function nullPlan(seed: number): Plan {
  return readPlan({
    name: "true null",
    mode: "replay",
    arms: [
      { name: "a", buffer: "count-or-time" },
      { name: "b", buffer: "count-or-time" },
    ],
    pairs: 12,
    seed,
    alpha: ALPHA,
  });
}

async function runWithSeed(seed: number): Promise<Run> {
  const plan = nullPlan(seed);
  const traceFor = (trial: Trial) => independentTrace(trial, seed);
  for await (const event of runPlan(plan, { hiccupMs: 0, traceFor })) {
    if (event.type === "run-end") return withPrimaryOnly(event.run);
  }
  throw new Error("the run has no end");
}

/** What is exploratory is not called different, and takes most of the time. */
function withPrimaryOnly(run: Run): Run {
  const { primary } = run.manifest.plan;
  const requests = run.requests.map((request) => ({
    ...request,
    metrics: Object.fromEntries(
      Object.entries(request.metrics).filter(([key]) => primary.includes(key)),
    ),
  }));
  return { ...run, requests };
}

it("a benchmark of two identical arms calls them different no more often than its alpha", async () => {
  let judged = 0;
  let different = 0;
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { outcome, primary } = conclude(await runWithSeed(seed));
    if (outcome.kind === "concluded") judged++;
    if (primary.some(({ verdict }) => verdict?.kind === "different")) different++;
  }

  expect(judged).toBe(SEEDS);
  // α, for the three primary metrics together, and 3 standard errors of a rate over 200 runs.
  const standardError = Math.sqrt((ALPHA * (1 - ALPHA)) / SEEDS);
  expect(different / SEEDS).toBeLessThanOrEqual(ALPHA + 3 * standardError);
}, 180_000);
