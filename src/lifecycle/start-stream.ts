import type { Instant } from "../clock/index.ts";
import { messageOf, type StreamEvent, type StreamState } from "../events/index.ts";
import type { ChatRequest, Provider } from "../providers/index.ts";
import { runToEnd, stopRun, type StreamOptions, streamRun } from "./run-stream.ts";

/**
 * A stream that is under way. Its events can be iterated once.
 *
 * The iteration never throws for what went wrong outside: that is told by the last event, of which
 * there is exactly one, `stream-end`. Leaving the loop stops the stream.
 */
export interface ChatStream extends AsyncIterable<StreamEvent> {
  /** Where it is now. */
  readonly state: StreamState;
  /** When the request was made. */
  readonly startedAt: Instant;
  /** Ends it, if it has not ended. What has arrived is still delivered, then `stream-end` aborted. */
  stop(reason?: string): void;
}

/**
 * Makes a request and streams its answer: retries before the first token, enforces deadlines, and ends with what
 * happened.
 *
 * An answer that ends cleanly without any output, and without a finish reason, is retried once.
 *
 * The request is made at once. The stream reads ahead of its consumer by `limitBytes`, so that what
 * arrived before a broken connection is delivered; beyond that the socket waits.
 *
 * Cost: about 1 µs an event, one timer a stream.
 *
 * @throws {RangeError} When a deadline or `limitBytes` is not positive.
 *
 * @example
 * ```ts
 * const trace = traceRecorder({ id: "a", scheduledAt: instant(0) }).trace();
 * const stream = startStream(
 *   replayTrace(trace),
 *   { model: "m", messages: [{ role: "user", content: "Hi" }] },
 *   { clock: new VirtualClock(), random: seededRandom(1), retry: { attempts: 1 } },
 * );
 * const { end } = await collect(stream);
 * end; // { "kind": "truncated", "raw": undefined }
 * ```
 */
export function startStream(
  provider: Provider,
  request: ChatRequest,
  options: StreamOptions,
): ChatStream {
  const { signal } = options;
  const run = streamRun(provider, request, options);
  const onOutsideAbort = () => stopRun(run, messageOf(signal?.reason));
  if (signal?.aborted === true) onOutsideAbort();
  else signal?.addEventListener("abort", onOutsideAbort, { once: true });
  void runToEnd(run).finally(() => signal?.removeEventListener("abort", onOutsideAbort));

  return {
    get state() {
      return run.state;
    },
    startedAt: run.startedAt,
    stop: (reason = "stopped") => stopRun(run, reason),
    async *[Symbol.asyncIterator]() {
      const { queue } = run;
      try {
        for (let event = await queue.take(); event !== undefined; event = await queue.take()) {
          yield event;
        }
      } finally {
        stopRun(run, "the consumer left");
        queue.clear();
      }
    },
  };
}
