import { type Cancel, type Clock, type Instant, sleep, untilAborted } from "../clock/index.ts";
import {
  type EndReason,
  failureOf,
  hasOutput,
  messageOf,
  nextState,
  stateInputOf,
  type StreamEvent,
  type StreamEventBody,
  type StreamFailure,
  type StreamState,
  type StreamStateInput,
  type TraceRecorder,
} from "../events/index.ts";
import type { ChatRequest, Provider, ProviderRead } from "../providers/index.ts";
import type { Random } from "../stats/index.ts";
import { boundedQueue } from "./bounded-queue.ts";
import { type Deadlines, deadlineWatch } from "./deadlines.ts";
import { eventLog } from "./event-log.ts";
import { retryDelayMs, type RetryPolicy } from "./retry.ts";

/** What a stream needs from outside, and how it is to be run. */
export interface StreamOptions {
  readonly clock: Clock;
  /** For the jitter of back-off. */
  readonly random: Random;
  readonly deadlines?: Deadlines;
  readonly retry?: RetryPolicy;
  /** Stops the stream when it is aborted; its reason stands in `stream-end`. */
  readonly signal?: AbortSignal;
  /** Sends the requests in place of the provider's own transport: a benchmark's ruler. */
  readonly fetch?: typeof globalThis.fetch;
  /** Takes the stamps of this stream. */
  readonly trace?: TraceRecorder;
  /**
   * How much may be held that has arrived and was not taken, in bytes of the body.
   *
   * @defaultValue `1048576`: 1 MiB
   */
  readonly limitBytes?: number;
}

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
  const { clock, signal, trace, limitBytes = 1_048_576 } = options;
  const queue = boundedQueue<StreamEvent>(limitBytes);
  const log = eventLog(clock, trace);
  const stopping = new AbortController();
  const startedAt = clock.now();
  const watch = deadlineWatch(options.deadlines ?? {}, startedAt);
  let state: StreamState = "connecting";
  let attempt = new AbortController();
  let alarm: Cancel | undefined;
  let waitsForRoom = false;
  let sawEmptyAnswer = false;
  /** Whether the provider waits for the rest of a complete answer. */
  let isFinished = false;

  const move = (input: StreamStateInput) => {
    state = nextState(state, input);
  };

  /** One timer for all deadlines: it looks when it rings, so progress costs no timer. */
  function watchDeadlines(): void {
    alarm?.();
    const { next } = watch;
    if (next === undefined) return;
    alarm = clock.callAt(next, () => {
      // A consumer that does not read is not a provider that does not send.
      if (waitsForRoom && hasOutput(state)) watch.progressed(clock.now());
      const failure = watch.exceeded(clock.now());
      if (failure === undefined) watchDeadlines();
      else attempt.abort(failure);
    });
  }

  function stop(reason: string): void {
    if (state === "ended") return;
    stopping.abort(new Error(reason));
    attempt.abort(stopping.signal.reason);
  }

  function say(body: StreamEventBody): void {
    queue.push(log.add(body), 0);
  }

  function deliver(read: ProviderRead): EndReason | undefined {
    const { at, sizeBytes, events } = read;
    const index = sizeBytes > 0 ? trace?.read(at, sizeBytes) : undefined;
    let end: EndReason | undefined;
    for (const [place, body] of events.entries()) {
      if (body.type === "stream-end") {
        end = body.reason;
        continue;
      }
      const input = stateInputOf(body);
      if (input === "answer" || input === "reasoning") {
        watch.progressed(at);
        // From here on the idle deadline holds, which is earlier than the alarm that is set.
        if (!hasOutput(state) || isFinished) watchDeadlines();
        isFinished = false;
        move(input);
      }
      // The read's bytes are counted once, with its first event.
      queue.push(log.add(body, { at, read: index }), place === 0 ? sizeBytes : 0);
    }
    return end;
  }

  async function roomForMore(): Promise<void> {
    waitsForRoom = true;
    await untilAborted(queue.room(), attempt.signal);
    waitsForRoom = false;
    // The time in which nobody read does not count against the provider.
    if (hasOutput(state)) watch.progressed(clock.now());
  }

  async function tryOnce(number: number): Promise<EndReason> {
    attempt = new AbortController();
    if (stopping.signal.aborted) throw stopping.signal.reason;
    watch.attemptStarted(clock.now());
    watchDeadlines();
    const answer = provider.stream(request, {
      number,
      clock,
      signal: attempt.signal,
      ...(options.fetch === undefined ? {} : { fetch: options.fetch }),
      onStage(stage, at) {
        if (stage === "finished") {
          isFinished = true;
          watch.finished(at);
          watchDeadlines();
          return;
        }
        if (stage === "headers") move("headers");
        trace?.[stage](at);
      },
    });
    const reads = answer[Symbol.asyncIterator]();
    try {
      for (;;) {
        const result = await untilAborted(reads.next(), attempt.signal);
        if (result.done === true) return { kind: "truncated", raw: undefined };
        const end = deliver(result.value);
        if (end !== undefined) return end;
        if (queue.heldBytes >= limitBytes) await roomForMore();
      }
    } finally {
      waitsForRoom = false;
      watch.attemptEnded();
      // Not awaited: a provider that is deaf to its signal must not hold up the end.
      reads.return?.().catch(() => undefined);
    }
  }

  /** How an attempt ended. Never rejects. */
  async function endOf(number: number): Promise<EndReason> {
    try {
      return await tryOnce(number);
    } catch (error) {
      if (stopping.signal.aborted) return aborted(stopping.signal);
      return { kind: "failed", raw: undefined, failure: failureOf(error) };
    }
  }

  /** How long to wait before the next attempt; `undefined` if `end` is the stream's end. */
  function retryAfter(end: EndReason, number: number): number | undefined {
    const mayRetry = !hasOutput(state);
    const failure = failureIn(end, mayRetry && !sawEmptyAnswer);
    if (failure === undefined) return undefined;
    sawEmptyAnswer ||= failure.code === "empty-answer";
    move("failure");
    const inMs = mayRetry
      ? retryDelayMs({ failure, attempt: number }, options.retry ?? {}, options.random)
      : undefined;
    if (inMs === undefined) return undefined;
    say({ type: "attempt-failed", attempt: number, failure, next: { kind: "retry", inMs } });
    return inMs;
  }

  async function run(): Promise<EndReason> {
    for (let number = 1; ; number++) {
      const end = await endOf(number);
      const next = retryAfter(end, number);
      if (next === undefined) return end;
      attempt = new AbortController();
      watchDeadlines();
      const overslept = await sleep(clock, next, attempt.signal).catch((reason: unknown) => reason);
      if (stopping.signal.aborted) return aborted(stopping.signal);
      if (overslept !== undefined) {
        return { kind: "failed", raw: undefined, failure: failureOf(overslept) };
      }
      move("attempt");
    }
  }

  async function drive(): Promise<void> {
    const reason = await run();
    alarm?.();
    signal?.removeEventListener("abort", onOutsideAbort);
    move("end");
    for (const body of log.closing()) say(body);
    say({ type: "stream-end", reason });
    queue.close();
  }

  const onOutsideAbort = () => stop(messageOf(signal?.reason));
  if (signal?.aborted === true) onOutsideAbort();
  else signal?.addEventListener("abort", onOutsideAbort, { once: true });
  // Never rejects: whatever is thrown becomes the stream's end.
  void drive();

  return {
    get state() {
      return state;
    },
    startedAt,
    stop: (reason = "stopped") => stop(reason),
    async *[Symbol.asyncIterator]() {
      try {
        for (let event = await queue.take(); event !== undefined; event = await queue.take()) {
          yield event;
        }
      } finally {
        stop("the consumer left");
        queue.clear();
      }
    },
  };
}

/** What to retry for: a failure, or an answer without any output that may be retried. */
function failureIn(end: EndReason, mayBeEmpty: boolean): StreamFailure | undefined {
  if (end.kind === "failed") return end.failure;
  // With a finish reason, such as `pause_turn`, the provider ended the answer on purpose.
  const isEmpty = end.kind === "truncated" && end.raw === undefined;
  return isEmpty && mayBeEmpty ? { code: "empty-answer" } : undefined;
}

function aborted({ reason }: AbortSignal): EndReason {
  return { kind: "aborted", raw: messageOf(reason) };
}
