import type { Instant } from "../clock/index.ts";
import { messageOf, type StreamEvent, type StreamState } from "../events/index.ts";
import type { ChatRequest, Provider } from "../providers/index.ts";
import { runToEnd, stopRun, type StreamOptions, streamRun } from "./run-stream.ts";

/**
 * A stream in progress. Its events can be iterated once. The iteration does not throw for failures outside: the last
 * event, `stream-end`, reports them. Leaving the loop stops the stream.
 */
export interface ChatStream extends AsyncIterable<StreamEvent> {
  readonly state: StreamState;
  /** When the request was made. */
  readonly startedAt: Instant;
  /** The text of the user's last message; `undefined` if there is none. */
  readonly prompt: string | undefined;
  /** Ends it, if it has not ended. Delivers what has arrived, then `stream-end` with the kind `aborted`. */
  stop(reason?: string): void;
  /** Sends the same request again, with the same limits, as a new stream. It does not add to the trace of this one. */
  again(): ChatStream;
}

/**
 * Sends a request and streams its answer. Retries before the first token, enforces deadlines, and ends with the reason.
 * An answer that ends cleanly without any output and without a finish reason is retried once.
 *
 * The request is sent immediately. The stream reads ahead of its consumer by `limitBytes`, so that what arrived before
 * a broken connection is delivered; beyond that it stops reading from the socket.
 *
 * Cost: about 1 µs an event, one timer a stream.
 *
 * @throws {RangeError} When a deadline, a number of the retry policy or `limitBytes` is out of range.
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
  const onAbort = () => stopRun(run, messageOf(signal?.reason));
  if (signal?.aborted === true) onAbort();
  else signal?.addEventListener("abort", onAbort, { once: true });
  void runToEnd(run).finally(() => signal?.removeEventListener("abort", onAbort));

  return {
    get state() {
      return run.state;
    },
    startedAt: run.startedAt,
    prompt: lastPrompt(request),
    stop: (reason = "stopped") => stopRun(run, reason),
    again: () => startStream(provider, request, { ...options, trace: undefined }),
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

function lastPrompt({ messages }: ChatRequest): string | undefined {
  const content = messages.findLast(({ role }) => role === "user")?.content;
  if (content === undefined || typeof content === "string") return content;
  const texts = content.flatMap((part) => (part.type === "text" ? [part.text] : []));
  return texts.length === 0 ? undefined : texts.join("\n");
}
