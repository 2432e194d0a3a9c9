import { type Clock, elapsedMs, type Instant, VirtualClock } from "../../clock/index.ts";
import type { EndReason, Trace } from "../../events/index.ts";
import { replayTrace } from "../../providers/index.ts";
import type { Sources } from "./open-providers.ts";
import type { RequestRecord, RequestTruth } from "../store/run.ts";
import { recordOf, runTrial, type TrialResult } from "./stream-trial.ts";
import type { Trial } from "./schedule.ts";
import {
  countReads,
  fetchServerRecord,
  latenessesMs,
  type ReadCounts,
  truthIn,
} from "../store/server-timings.ts";

/** What all trials of a run share. */
export interface Workbench {
  readonly clock: Clock;
  readonly startedAt: Instant;
  readonly prompts: readonly string[];
  readonly sources: Sources;
  readonly signal: AbortSignal;
}

/** One trial's line, and what it was made of. */
export interface Measured {
  readonly record: RequestRecord;
  readonly trace: Trace;
}

/** What a request tells about the run itself. */
export interface Learnt {
  readonly end: EndReason;
  readonly warmUp: boolean;
  /** Of a recording that both arms replay: the baseline's. */
  readonly arm: string;
  /** How late it left; `undefined` if it did not leave. */
  readonly sendLatenessMs: number | undefined;
  readonly serverLatenessMs: readonly number[];
  readonly reads: ReadCounts;
}

/** A stream that was recorded to be replayed. */
export interface Recording {
  readonly trace: Trace;
  readonly scheduledAtMs: number;
  readonly truth: RequestTruth | undefined;
  readonly sentMs: readonly number[] | undefined;
  readonly resent: boolean;
}

interface Asked {
  readonly result: TrialResult;
  readonly scheduledAtMs: number;
  readonly truth: RequestTruth | undefined;
  readonly sentMs: readonly number[] | undefined;
  readonly resent: boolean;
  readonly learnt: Learnt;
}

/**
 * Makes a trial's request and measures it. Returns `undefined` if the run was stopped meanwhile.
 *
 * @param onFirstOutput Called when the answer has begun.
 */
export async function measureLive(
  trial: Trial,
  bench: Workbench,
  onFirstOutput: () => void,
): Promise<(Measured & { readonly learnt: Learnt }) | undefined> {
  const asked = await ask(trial, bench, onFirstOutput);
  if (asked === undefined) return undefined;
  const { result, learnt, ...context } = asked;
  const record = recordOf(result, { trial, ...context });
  return { record, trace: result.trace, learnt };
}

/**
 * Makes a pair's request once, for both arms to replay. Returns `undefined` if the run was stopped.
 *
 * @param onFirstOutput Called when the answer has begun.
 */
export async function recordStream(
  trial: Trial,
  bench: Workbench,
  onFirstOutput: () => void,
): Promise<(Recording & { readonly learnt: Learnt }) | undefined> {
  const buffer = { strategy: "immediate", options: {} };
  const asked = await ask(
    { ...trial, id: `recording-${trial.pair}`, arm: { ...trial.arm, buffer } },
    bench,
    onFirstOutput,
  );
  return asked && { ...asked, trace: asked.result.trace };
}

/**
 * Replays a recording through a trial's buffer in virtual time: the arms of a pair get the same pieces
 * at the same instants, so that nothing but their buffers differs.
 */
export async function measureReplayed(
  trial: Trial,
  { trace, ...recorded }: Recording,
): Promise<Measured> {
  const clock = new VirtualClock();
  const result = await clock.runUntil(
    runTrial(trial, { provider: replayTrace(trace), prompt: "", clock, wire: undefined }),
  );
  return { record: recordOf(result, { trial, ...recorded }), trace: result.trace };
}

async function ask(
  trial: Trial,
  bench: Workbench,
  onFirstOutput: () => void,
): Promise<Asked | undefined> {
  const { clock, startedAt, signal, sources, prompts } = bench;
  if (signal.aborted) return undefined;
  const scheduledAtMs = elapsedMs(startedAt, clock.now());
  const result = await runTrial(trial, {
    provider: sources.providerFor(trial.arm.provider),
    prompt: prompts[trial.prompt] ?? "",
    clock,
    wire: sources.wire,
    signal,
    onFirstOutput,
  });
  const { end = { kind: "truncated", raw: undefined } } = result.shown;
  // What we cut short ourselves is no measurement.
  if (signal.aborted && end.kind === "aborted") return undefined;
  const server = await fetchServerRecord(result.recordUrl);
  return {
    result,
    scheduledAtMs,
    truth: truthIn(server),
    sentMs: server?.tokens.map(({ sentUs }) => sentUs / 1000),
    resent: result.resent,
    learnt: {
      end,
      warmUp: trial.warmUp,
      arm: trial.arm.name,
      sendLatenessMs: sendLatenessMs(result.trace),
      serverLatenessMs: latenessesMs(server),
      reads: countReads(result.trace, server),
    },
  };
}

function sendLatenessMs({ scheduledAt, sentAt }: Trace): number | undefined {
  return sentAt === undefined ? undefined : elapsedMs(scheduledAt, sentAt);
}
