import { inParallel } from "./in-parallel.ts";
import {
  measureLive,
  measureReplayed,
  type RecordedTrial,
  recordTrial,
  type TrialObservation,
} from "./measure-trial.ts";
import type { OpenRun } from "./open-run.ts";
import type { RunEvent } from "./progress.ts";
import type { Trial } from "./schedule.ts";

type RunEvents = AsyncGenerator<RunEvent, void, undefined>;

interface SentRequest {
  readonly observation: TrialObservation;
  /** Stores the result. */
  store(): RunEvent;
}

/** Sends every trial's request, warm-up first. */
export function measureTrials(run: OpenRun): RunEvents {
  return sendAll([...run.warmUp, ...run.counted], run, (...sent) => measureOne(run, ...sent));
}

/**
 * Records a stream for every pair, then replays each through both arms. All recordings come first, because replaying
 * takes processor time and would disturb them.
 */
export async function* recordAndReplay(run: OpenRun): RunEvents {
  const { log, context, counted, watch, traceFor } = run;
  const { metrics } = context;
  if (traceFor !== undefined) {
    const facts = { metrics, scheduledAtMs: 0, truth: undefined, sentMs: undefined, resent: false };
    for (const trial of counted) {
      if (context.signal.aborted) return;
      yield await replay(trial, { trace: await traceFor(trial), ...facts }, run);
    }
    return;
  }
  const recordings = new Map<number, RecordedTrial>();
  yield* recordAll(run, recordings);
  watch.stop();
  if (log.allFailed) return;
  for (const trial of counted) {
    if (context.signal.aborted) return;
    const recording = recordings.get(trial.pair);
    if (recording !== undefined) yield await replay(trial, recording, run);
  }
}

function recordAll(run: OpenRun, recordings: Map<number, RecordedTrial>): RunEvents {
  const { context, plan, warmUp, counted } = run;
  const firsts = counted.filter(({ arm }) => arm === plan.arms[0]);
  return sendAll([...warmUp, ...firsts], run, async (trial, onFirstOutput) => {
    if (trial.warmUp) return measureOne(run, trial, onFirstOutput);
    const recording = await recordTrial(trial, context, onFirstOutput);
    if (recording === undefined) return undefined;
    const { pair } = trial;
    return {
      observation: recording.observation,
      store() {
        recordings.set(pair, recording);
        return { type: "recording-end", pair, end: recording.observation.end };
      },
    };
  });
}

async function measureOne(
  { context, log }: OpenRun,
  trial: Trial,
  onFirstOutput: () => void,
): Promise<SentRequest | undefined> {
  const measured = await measureLive(trial, context, onFirstOutput);
  if (measured === undefined) return undefined;
  return {
    observation: measured.observation,
    store() {
      log.add(measured);
      return { type: "trial-end", record: measured.record };
    },
  };
}

/** More would make a start with slow models long; with fewer, more requests start together. */
const RAMP_STEPS = 16;

/**
 * Sends requests with the plan's concurrency.
 *
 * Requests that start together wait for each other at the server, and their answers end together, so that the next
 * ones do too. Therefore the first requests start one after another, each when the previous answer has begun, and the
 * last ones of the warm-up are still under way when the first that count are sent.
 */
async function* sendAll(
  trials: readonly Trial[],
  { log, plan, abort, watch }: OpenRun,
  send: (trial: Trial, onFirstOutput: () => void) => Promise<SentRequest | undefined>,
): RunEvents {
  let isWatched = false;
  function work(trial: Trial, onFlowing: () => void): Promise<SentRequest | undefined> {
    if (!trial.warmUp && !isWatched) {
      isWatched = true;
      watch.start();
    }
    return send(trial, onFlowing);
  }

  for await (const sent of inParallel(trials, {
    limit: plan.concurrency,
    work,
    onLeave: abort,
    rampSteps: RAMP_STEPS,
  })) {
    if (sent === undefined) continue;
    log.observe(sent.observation);
    yield sent.store();
    if (log.allFailed) return;
  }
}

async function replay(trial: Trial, recording: RecordedTrial, { log }: OpenRun): Promise<RunEvent> {
  const measured = await measureReplayed(trial, recording);
  log.add(measured);
  return { type: "trial-end", record: measured.record };
}
