import { createHash } from "node:crypto";

import { bufferStream, createBuffer } from "../../buffers/index.ts";
import { type Clock, type Instant, instantAfter } from "../../clock/index.ts";
import {
  type Collected,
  answerCollector,
  type StreamEvent,
  type Trace,
  type TraceRecorder,
  traceRecorder,
} from "../../events/index.ts";
import { startStream } from "../../lifecycle/index.ts";
import { measureAll, metricCatalogue, partGapsMs, timingAt } from "../../metrics/index.ts";
import type { ChatRequest, Provider } from "../../providers/index.ts";
import { seededRandom } from "../../stats/index.ts";
import type { BesidesText, RequestRecord, RequestTruth } from "../store/run.ts";
import type { Trial } from "./schedule.ts";
import { recordUrlIn } from "../store/server-timings.ts";
import type { Departure, WireClient } from "./wire-client.ts";

/** What a trial needs from its run. */
export interface TrialSurroundings {
  readonly provider: Provider;
  readonly prompt: string;
  readonly clock: Clock;
  /** Sends the request when it is due; `undefined` where the provider sends none. */
  readonly wire: WireClient | undefined;
  readonly signal?: AbortSignal;
  /** Called when the first text, reasoning, audio or tool call arrives, before the buffer. */
  readonly onFirstOutput?: () => void;
}

/**
 * How long before it is due a request is made ready: several times what an SDK takes to build one. What
 * takes longer shows, as a request that leaves late.
 */
const LEAD_MS = 5;

/** One request, made and measured. */
export interface TrialResult {
  readonly trace: Trace;
  /** What the provider's events say, put together. */
  readonly sent: Collected;
  /** What came out of the buffer, put together. */
  readonly shown: Collected;
  /** URL of a simulator's own record of the request; `undefined` for any other server. */
  readonly recordUrl: URL | undefined;
  /** Whether it was sent again because the server had closed its idle connection. */
  readonly resent: boolean;
}

/**
 * Makes one request, sends its text through the arm's buffer and takes all stamps. There is no retry:
 * an attempt that fails is a result too, and a second one would be measured as if it were the first.
 *
 * Never throws for what goes wrong outside: that stands in the result's `end`.
 */
export async function runTrial(
  trial: Trial,
  { provider, prompt, clock, wire, signal, onFirstOutput }: TrialSurroundings,
): Promise<TrialResult> {
  const pickedUpAt = clock.now();
  const scheduledAt = wire === undefined ? pickedUpAt : instantAfter(pickedUpAt, LEAD_MS);
  const recorder = traceRecorder({ id: trial.id, scheduledAt });
  recorder.pickedUp(pickedUpAt);
  let recordUrl: URL | undefined;
  let headersAt: Instant | undefined;
  let resent = false;
  const departure: Departure = {
    at: scheduledAt,
    onSent: recorder.sent,
    onHeaders(url, headers, at) {
      recordUrl = recordUrlIn(url, headers);
      headersAt = at;
    },
    onResent() {
      resent = true;
    },
  };
  let hasOutput = false;
  const recordEvent: TraceRecorder["event"] = (event, read) => {
    recorder.event(event, read);
    if (hasOutput || !isOutput(event)) return;
    hasOutput = true;
    onFirstOutput?.();
  };
  const stream = startStream(provider, requestOf(trial, prompt), {
    clock,
    random: seededRandom(trial.seed),
    trace: { ...recorder, event: recordEvent },
    retry: { attempts: 1 },
    ...(wire && { fetch: wire.fetchAt(departure) }),
    ...(signal === undefined ? {} : { signal }),
  });
  const shown = answerCollector();
  const buffered = bufferStream(stream, createBuffer(trial.arm.buffer), {
    clock,
    onFlush: recorder.flush,
  });
  for await (const event of buffered) shown.add(event);

  // Nearer to the socket than the recorder's, which is taken when the provider gets its answer.
  const recorded = recorder.trace();
  const trace = { ...recorded, headersAt: headersAt ?? recorded.headersAt };
  const sent = answerCollector();
  for (const { event } of trace.events) sent.add(event);
  return { trace, sent: sent.collected(), shown: shown.collected(), recordUrl, resent };
}

function isOutput({ type }: StreamEvent): boolean {
  return type.endsWith("-delta") || type === "tool-call-start";
}

function requestOf({ arm, seed }: Trial, prompt: string): ChatRequest {
  const { model, temperature, maxOutputTokens } = arm;
  return {
    model,
    messages: [{ role: "user", content: prompt }],
    seed,
    ...(temperature === undefined ? {} : { temperature }),
    ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
  };
}

/** What is not in a trial's result but belongs into its record. */
export interface TrialContext {
  readonly trial: Trial;
  readonly scheduledAtMs: number;
  readonly truth: RequestTruth | undefined;
  /** When the server sent each token, by its own clock. */
  readonly sentMs: readonly number[] | undefined;
  /** Whether the request, or that of the recording, was sent again; see {@link RequestRecord.resent}. */
  readonly resent: boolean;
}

/** One line of `requests.jsonl`. Pure. */
export function recordOf(
  { trace, sent, shown }: TrialResult,
  { trial, scheduledAtMs, truth, sentMs, resent }: TrialContext,
): RequestRecord {
  return {
    v: 1,
    id: trial.id,
    arm: trial.arm.name,
    pair: trial.pair,
    order: trial.order,
    warmUp: trial.warmUp,
    scheduledAtMs: Math.round(scheduledAtMs * 1000) / 1000,
    end: shown.end ?? { kind: "truncated", raw: undefined },
    prompt: trial.prompt,
    inputTokens: shown.usage?.inputTokens ?? { total: undefined, cached: undefined },
    outputTokens: shown.usage?.outputTokens ?? { total: undefined, reasoning: undefined },
    tokensSource: shown.usage?.source ?? "estimated",
    lengthChars: shown.text.length,
    besidesText: besidesText(trace, shown),
    textSha256: createHash("sha256").update(shown.text).digest("hex"),
    exact: shown.text === sent.text,
    metrics: measureAll(trace, metricCatalogue, { sentMs }),
    gapsUs: {
      wire: partGapsMs(timingAt(trace, "wire")).map(wholeUs),
      flush: partGapsMs(timingAt(trace, "flush")).map(wholeUs),
    },
    truth,
    ...(resent ? { resent } : {}),
  };
}

function besidesText({ events }: Trace, { reasoning, toolCalls }: Collected): BesidesText {
  return {
    reasoningChars: reasoning.length,
    toolCalls: toolCalls.length,
    audioBytes: events.reduce(
      (sum, { event }) => sum + (event.type === "audio-delta" ? event.bytes.length : 0),
      0,
    ),
  };
}

function wholeUs(ms: number): number {
  return Math.round(ms * 1000);
}
