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
import type { ChatRequest, Provider } from "../../providers/index.ts";
import { seededRandom } from "../../stats/index.ts";
import { definedOnly } from "../../wire/index.ts";
import type { Trial } from "./schedule.ts";
import { timingsUrlIn } from "../store/server-timings.ts";
import type { Departure, WireClient } from "./wire-client.ts";

interface TrialOptions {
  readonly provider: Provider;
  readonly prompt: string;
  readonly clock: Clock;
  /** Sends the request when it is due; `undefined` if the provider sends none. */
  readonly wire: WireClient | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called when the first text, reasoning, audio or tool call arrives, before the buffer. */
  readonly onFirstOutput?: (() => void) | undefined;
}

/**
 * How long before its due time a request is built: several times what an SDK takes. A request that takes longer leaves
 * late, which is measured.
 */
const LEAD_MS = 5;

/** One streamed request and its timestamps. */
export interface TrialResult {
  readonly trace: Trace;
  /** The answer as the provider's events carried it. */
  readonly sent: Collected;
  /** The answer as it came out of the buffer. */
  readonly shown: Collected;
  /** See {@link timingsUrlIn}. */
  readonly timingsUrl: URL | undefined;
  /** See {@link Departure.onResent}. */
  readonly resent: boolean;
}

/**
 * Sends one request, passes its text through the arm's buffer and records all timestamps. There is no retry:
 * a failed attempt is a result too, and a second one would be measured as if it were the first.
 *
 * Never throws for failures of the provider or the network: the result's `end` has them.
 */
export async function streamTrial(
  trial: Trial,
  { provider, prompt, clock, wire, signal, onFirstOutput }: TrialOptions,
): Promise<TrialResult> {
  const pickedUpAt = clock.now();
  const scheduledAt = wire === undefined ? pickedUpAt : instantAfter(pickedUpAt, LEAD_MS);
  const recorder = traceRecorder({ id: trial.id, scheduledAt });
  recorder.pickedUp(pickedUpAt);
  let timingsUrl: URL | undefined;
  let headersAt: Instant | undefined;
  let resent = false;
  const departure: Departure = {
    at: scheduledAt,
    onSent: recorder.sent,
    onHeaders(url, headers, at) {
      timingsUrl = timingsUrlIn(url, headers);
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
    ...definedOnly({ fetch: wire?.fetchAt(departure), signal }),
  });
  const shown = answerCollector();
  const buffered = bufferStream(stream, createBuffer(trial.arm.buffer), {
    clock,
    onFlush: recorder.flush,
  });
  for await (const event of buffered) shown.add(event);

  // Closer to the socket than the recorder's timestamp, which is taken when the provider receives the response.
  const recorded = recorder.trace();
  const trace = { ...recorded, headersAt: headersAt ?? recorded.headersAt };
  const sent = answerCollector();
  for (const { event } of trace.events) sent.add(event);
  return { trace, sent: sent.collected(), shown: shown.collected(), timingsUrl, resent };
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
    ...definedOnly({ temperature, maxOutputTokens }),
  };
}
