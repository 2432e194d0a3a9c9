import { type Clock, elapsedMs, type Instant, VirtualClock } from "../../clock/index.ts";
import type { EndReason, Trace } from "../../events/index.ts";
import type { Metric } from "../../metrics/index.ts";
import { replayTrace } from "../../providers/index.ts";
import type { RequestRecord } from "../store/run.ts";
import {
  countReads,
  fetchServerTimings,
  latenessesMs,
  type ReadCounts,
  truthFrom,
} from "../store/server-timings.ts";
import type { RunProviders } from "./open-providers.ts";
import type { Trial } from "./schedule.ts";
import { streamTrial, type TrialResult } from "./stream-trial.ts";
import { type RecordFields, toRequestRecord } from "./to-request-record.ts";

/** What all trials of a run share. */
export interface RunContext {
  readonly clock: Clock;
  readonly startedAt: Instant;
  readonly prompts: readonly string[];
  readonly metrics: readonly Metric[];
  readonly providers: RunProviders;
  readonly signal: AbortSignal;
}

/** A trial's record, and the trace that it was made from. */
export interface MeasuredTrial {
  readonly record: RequestRecord;
  readonly trace: Trace;
}

/** What a request that was really sent shows about the run itself. */
export interface TrialObservation {
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
export interface RecordedTrial extends Omit<RecordFields, "trial"> {
  readonly trace: Trace;
}

interface SentTrial extends Omit<RecordFields, "trial"> {
  readonly result: TrialResult;
  readonly observation: TrialObservation;
}

/** Sends a trial's request and measures it. Returns `undefined` if the run was stopped meanwhile. */
export async function measureLive(
  trial: Trial,
  context: RunContext,
  onFirstOutput: () => void,
): Promise<(MeasuredTrial & { readonly observation: TrialObservation }) | undefined> {
  const sent = await sendTrial(trial, context, onFirstOutput);
  if (sent === undefined) return undefined;
  const { result, observation, ...fields } = sent;
  const record = toRequestRecord(result, { trial, ...fields });
  return { record, trace: result.trace, observation };
}

/** Sends a pair's request once, for both arms to replay. Returns `undefined` if the run was stopped meanwhile. */
export async function recordTrial(
  trial: Trial,
  context: RunContext,
  onFirstOutput: () => void,
): Promise<(RecordedTrial & { readonly observation: TrialObservation }) | undefined> {
  const buffer = { strategy: "immediate", options: {} };
  const recording = { ...trial, id: `recording-${trial.pair}`, arm: { ...trial.arm, buffer } };
  const sent = await sendTrial(recording, context, onFirstOutput);
  return sent && { ...sent, trace: sent.result.trace };
}

/**
 * Replays a recording through a trial's buffer in virtual time: both arms of a pair get the same content
 * at the same instants, so that only their buffers differ.
 */
export async function measureReplayed(
  trial: Trial,
  { trace, ...recorded }: RecordedTrial,
): Promise<MeasuredTrial> {
  const clock = new VirtualClock();
  const result = await clock.runUntil(
    streamTrial(trial, { provider: replayTrace(trace), prompt: "", clock, wire: undefined }),
  );
  return { record: toRequestRecord(result, { trial, ...recorded }), trace: result.trace };
}

async function sendTrial(
  trial: Trial,
  { clock, startedAt, signal, providers, prompts, metrics }: RunContext,
  onFirstOutput: () => void,
): Promise<SentTrial | undefined> {
  if (signal.aborted) return undefined;
  const scheduledAtMs = elapsedMs(startedAt, clock.now());
  const result = await streamTrial(trial, {
    provider: providers.providerFor(trial.arm.provider),
    prompt: prompts[trial.prompt] ?? "",
    clock,
    wire: providers.wire,
    signal,
    onFirstOutput,
  });
  const { end = { kind: "truncated", raw: undefined } } = result.shown;
  // A request that the run itself aborted is not a measurement.
  if (signal.aborted && end.kind === "aborted") return undefined;
  const timings = await fetchServerTimings(result.timingsUrl);
  const { scheduledAt, sentAt } = result.trace;
  return {
    result,
    metrics,
    scheduledAtMs,
    truth: truthFrom(timings),
    sentMs: timings?.tokens.map(({ sentUs }) => sentUs / 1000),
    resent: result.resent,
    observation: {
      end,
      warmUp: trial.warmUp,
      arm: trial.arm.name,
      sendLatenessMs: sentAt === undefined ? undefined : elapsedMs(scheduledAt, sentAt),
      serverLatenessMs: latenessesMs(timings),
      reads: countReads(result.trace, timings),
    },
  };
}
