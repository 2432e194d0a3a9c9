import { openRun, type OpenRun, type RunOptions } from "./open-run.ts";
import { type Plan, startsSimulator } from "../plan/plan.ts";
import type { RunEvent } from "./progress.ts";
import { measureTrials, recordAndReplay } from "./trial-loop.ts";
import type { Manifest, Run } from "../store/run.ts";
import { judgeValidity } from "../validity/judge-validity.ts";

/**
 * Runs a plan and yields its events. Leaving the loop stops the run.
 *
 * The run ends as `failed` if its first requests all fail, because the others would too, and as
 * `interrupted` if it was stopped or its folder could no longer be written. Reports work for all of them.
 *
 * @throws {PlanError} Before the first event, when a key or the prompts are missing.
 * @throws {StoreError} Before the first event, when the run's folder cannot be made or written.
 * @throws {RangeError} When a live plan is given recordings.
 *
 * @example
 * ```ts
 * const trace = traceRecorder({ id: "a", scheduledAt: instant(0) }).trace();
 * const arms = [{ name: "a" }, { name: "b", buffer: "word" }];
 * const plan = readPlan({ name: "p", mode: "replay", arms, pairs: 2 });
 * const ids: string[] = [];
 * for await (const event of runPlan(plan, { traceFor: () => trace, hiccupMs: 0 })) {
 *   if (event.type === "trial-end") ids.push(event.record.id);
 * }
 * ids.toSorted().slice(0, 2); // ["0-a", "0-b"]
 * ```
 */
export async function* runPlan(
  plan: Plan,
  options: RunOptions = {},
): AsyncGenerator<RunEvent, void, undefined> {
  const open = await openRun(plan, options);
  const { manifest, folder, log, context, watch } = open;
  let run: Run | undefined;

  async function close(status: Manifest["status"]): Promise<Run> {
    const simulated = plan.arms.some(({ provider }) => startsSimulator(provider));
    const validity = judgeValidity({ simulated, ...watch.stop(), ...log.observations });
    run = await log.close(status, validity);
    return run;
  }

  try {
    yield { type: "run-start", manifest, trials: countEnds(open), folder: folder?.path };
    await watch.idle(options.hiccupMs ?? 1000);
    yield* plan.mode === "live" ? measureTrials(open) : recordAndReplay(open);
    const ended = await close(statusOf(open, options.signal));
    const failure = folder?.failure;
    const storeProblem = failure && `${failure.message}: ${pairsMeasured(ended)}`;
    yield { type: "run-end", run: ended, storeProblem };
  } finally {
    open.abort();
    try {
      if (run === undefined) await close("interrupted");
    } finally {
      await context.providers.close();
    }
  }
}

/** How many pairs have both their requests, as in `12 of 40 pairs were measured`. */
function pairsMeasured({ manifest: { plan }, requests }: Run): string {
  const counted = requests.filter(({ warmUp }) => !warmUp);
  const byPair = Map.groupBy(counted, ({ pair }) => pair);
  const whole = [...byPair.values()].filter((ofPair) => ofPair.length === plan.arms.length);
  return `${whole.length} of ${plan.pairs} pairs were measured`;
}

/** How many trials and recordings will end. */
function countEnds({ plan, warmUp, counted, traceFor }: OpenRun): number {
  const recordings = plan.mode === "replay" && traceFor === undefined ? plan.pairs : 0;
  return warmUp.length + recordings + counted.length;
}

function statusOf({ log, folder }: OpenRun, signal: AbortSignal | undefined): Manifest["status"] {
  if (signal?.aborted === true || folder?.failure !== undefined) return "interrupted";
  return log.allFailed ? "failed" : "complete";
}
