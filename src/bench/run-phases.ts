import { inParallel } from "./in-parallel.ts";
import { measureLive, measureReplayed, type Recording, recordStream } from "./measure-trial.ts";
import type { OpenRun } from "./open-run.ts";
import type { RunEvent } from "./run-event.ts";
import type { Trial } from "./schedule.ts";

type Phase = AsyncGenerator<RunEvent, void, undefined>;

/** Makes every trial's request, with as many under way as the plan says. */
export async function* askLive(trials: readonly Trial[], run: OpenRun): Phase {
  const { log, bench, plan, leave } = run;
  const work = (trial: Trial) => measureLive(trial, bench);
  for await (const measured of inParallel(trials, {
    limit: plan.concurrency,
    work,
    onLeave: leave,
  })) {
    if (measured === undefined) continue;
    log.learn(measured.learnt);
    log.add(measured);
    yield { type: "trial-end", record: measured.record };
    if (log.hopeless) return;
  }
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
        { trace, scheduledAtMs: 0, truth: undefined, sentMs: undefined },
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

async function* recordAll(run: OpenRun, recordings: Map<number, Recording>): Phase {
  const { log, bench, plan, leave } = run;
  const firsts = run.counted.filter(({ arm }) => arm === plan.arms[0]);
  const work = async (trial: Trial) => ({
    pair: trial.pair,
    recording: await recordStream(trial, bench),
  });
  for await (const { pair, recording } of inParallel(firsts, {
    limit: plan.concurrency,
    work,
    onLeave: leave,
  })) {
    if (recording === undefined) continue;
    recordings.set(pair, recording);
    log.learn(recording.learnt);
    yield { type: "recording-end", pair, end: recording.learnt.end };
    if (log.hopeless) return;
  }
}

async function replay(trial: Trial, recording: Recording, { log }: OpenRun): Promise<RunEvent> {
  const measured = await measureReplayed(trial, recording);
  log.add(measured);
  return { type: "trial-end", record: measured.record };
}
