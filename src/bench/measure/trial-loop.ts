import { inParallel } from "./in-parallel.ts";
import {
  type Learnt,
  measureLive,
  measureReplayed,
  type Recording,
  recordStream,
} from "./measure-trial.ts";
import type { OpenRun } from "./open-run.ts";
import type { RunEvent } from "./run-event.ts";
import type { Trial } from "./schedule.ts";

type Phase = AsyncGenerator<RunEvent, void, undefined>;

/** Result of one request. */
interface Outcome {
  readonly learnt: Learnt;
  /** Stores the result. */
  keep(): RunEvent;
}

/** Makes every trial's request, those of the warm-up first. */
export function measureAll(run: OpenRun): Phase {
  return sendAll([...run.warmUp, ...run.counted], run, (...sent) => measureOne(run, ...sent));
}

/**
 * Records a stream for every pair, then replays each through both arms. First all of the one, then all
 * of the other: replaying is work, and would disturb what is being recorded.
 */
export async function* recordAndReplay(run: OpenRun): Phase {
  const { log, bench, counted, watch, traceFor } = run;
  if (traceFor !== undefined) {
    for (const trial of counted) {
      if (bench.signal.aborted) return;
      const trace = await traceFor(trial);
      yield await replay(
        trial,
        { trace, scheduledAtMs: 0, truth: undefined, sentMs: undefined, resent: false },
        run,
      );
    }
    return;
  }
  const recordings = new Map<number, Recording>();
  yield* recordAll(run, recordings);
  watch.stop();
  if (log.hopeless) return;
  for (const trial of counted) {
    if (bench.signal.aborted) return;
    const recording = recordings.get(trial.pair);
    if (recording !== undefined) yield await replay(trial, recording, run);
  }
}

function recordAll(run: OpenRun, recordings: Map<number, Recording>): Phase {
  const { bench, plan, warmUp, counted } = run;
  const firsts = counted.filter(({ arm }) => arm === plan.arms[0]);
  return sendAll([...warmUp, ...firsts], run, async (trial, onFirstOutput) => {
    if (trial.warmUp) return measureOne(run, trial, onFirstOutput);
    const recording = await recordStream(trial, bench, onFirstOutput);
    if (recording === undefined) return undefined;
    const { pair } = trial;
    return {
      learnt: recording.learnt,
      keep() {
        recordings.set(pair, recording);
        return { type: "recording-end", pair, end: recording.learnt.end };
      },
    };
  });
}

/** @param onFirstOutput Called when the answer has begun. */
async function measureOne(
  { bench, log }: OpenRun,
  trial: Trial,
  onFirstOutput: () => void,
): Promise<Outcome | undefined> {
  const measured = await measureLive(trial, bench, onFirstOutput);
  if (measured === undefined) return undefined;
  return {
    learnt: measured.learnt,
    keep() {
      log.add(measured);
      return { type: "trial-end", record: measured.record };
    },
  };
}

/** More would make a start with slow models long; with fewer, more requests start together. */
const RAMP_STEPS = 16;

/**
 * Sends requests with as many under way as the plan says.
 *
 * Requests that start together wait for each other at the server, and their answers end together, so that the next
 * ones do too. Therefore the first requests start one after another, each when the answer before it has begun, and the
 * last ones of the warm-up are still under way when the first that count are sent.
 */
async function* sendAll(
  trials: readonly Trial[],
  { log, plan, leave, watch }: OpenRun,
  send: (trial: Trial, onFirstOutput: () => void) => Promise<Outcome | undefined>,
): Phase {
  let isWatched = false;
  function work(trial: Trial, onFlowing: () => void): Promise<Outcome | undefined> {
    if (!trial.warmUp && !isWatched) {
      isWatched = true;
      watch.start();
    }
    return send(trial, onFlowing);
  }

  for await (const outcome of inParallel(trials, {
    limit: plan.concurrency,
    work,
    onLeave: leave,
    rampSteps: RAMP_STEPS,
  })) {
    if (outcome === undefined) continue;
    log.learn(outcome.learnt);
    yield outcome.keep();
    if (log.hopeless) return;
  }
}

async function replay(trial: Trial, recording: Recording, { log }: OpenRun): Promise<RunEvent> {
  const measured = await measureReplayed(trial, recording);
  log.add(measured);
  return { type: "trial-end", record: measured.record };
}
