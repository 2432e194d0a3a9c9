import {
  type AbortableWait,
  abortableWait,
  type Cancel,
  type Clock,
  type Instant,
  sleep,
} from "../clock/index.ts";
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
import { boundedQueue, type BoundedQueue } from "./bounded-queue.ts";
import { type Deadlines, type DeadlineWatch, deadlineWatch } from "./deadlines.ts";
import { type EventLog, eventLog } from "./event-log.ts";
import { checkedRetryPolicy, retryDelayMs, type RetryPolicy } from "./retry.ts";

/** Dependencies and limits of a stream. */
export interface StreamOptions {
  readonly clock: Clock;
  /** For the jitter of the back-off. */
  readonly random: Random;
  readonly deadlines?: Deadlines | undefined;
  readonly retry?: RetryPolicy | undefined;
  /** Stops the stream on abort; `stream-end` has its reason. */
  readonly signal?: AbortSignal | undefined;
  /** Sends the requests instead of the provider's transport, so that a benchmark can measure them. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  readonly trace?: TraceRecorder | undefined;
  /**
   * Maximum data that has arrived and was not yet consumed, in bytes of the body.
   *
   * @defaultValue `1048576`: 1 MiB
   */
  readonly limitBytes?: number | undefined;
}

export interface StreamRun {
  readonly provider: Provider;
  readonly request: ChatRequest;
  readonly options: StreamOptions;
  readonly limitBytes: number;
  readonly retry: RetryPolicy;
  readonly startedAt: Instant;
  readonly queue: BoundedQueue<StreamEvent>;
  readonly log: EventLog;
  readonly watch: DeadlineWatch;
  /** Aborted by the caller. */
  readonly stopping: AbortController;
  /** Aborted by the caller or a deadline: the current attempt, or the wait for the next one. */
  attempt: AbortController;
  state: StreamState;
  alarm: Cancel | undefined;
  waitsForRoom: boolean;
  sawEmptyAnswer: boolean;
  /** Whether the provider waits for the rest of a complete answer. */
  isFinished: boolean;
}

/** @throws {RangeError} When a number in the options is out of range. */
export function streamRun(
  provider: Provider,
  request: ChatRequest,
  options: StreamOptions,
): StreamRun {
  const { clock, trace, deadlines = {}, retry = {}, limitBytes = 1_048_576 } = options;
  const startedAt = clock.now();
  return {
    provider,
    request,
    options,
    limitBytes,
    retry: checkedRetryPolicy(retry),
    startedAt,
    queue: boundedQueue(limitBytes),
    log: eventLog(clock, trace),
    watch: deadlineWatch(deadlines, startedAt),
    stopping: new AbortController(),
    attempt: new AbortController(),
    state: "connecting",
    alarm: undefined,
    waitsForRoom: false,
    sawEmptyAnswer: false,
    isFinished: false,
  };
}

/** Runs a stream to its end. Does not reject: what a provider throws becomes the stream's end. */
export async function runToEnd(run: StreamRun): Promise<void> {
  const reason = await runAttempts(run);
  run.alarm?.();
  move(run, "end");
  for (const body of run.log.closing()) emit(run, body);
  emit(run, { type: "stream-end", reason });
  run.queue.close();
}

export function stopRun(run: StreamRun, reason: string): void {
  if (run.state === "ended") return;
  run.stopping.abort(new Error(reason));
  run.attempt.abort(run.stopping.signal.reason);
}

function move(run: StreamRun, input: StreamStateInput): void {
  run.state = nextState(run.state, input);
}

function emit(run: StreamRun, body: StreamEventBody): void {
  run.queue.push(run.log.add(body), 0);
}

async function runAttempts(run: StreamRun): Promise<EndReason> {
  for (let number = 1; ; number++) {
    const end = await runAttempt(run, number);
    const delayMs = retryAfter(run, end, number);
    if (delayMs === undefined) return end;
    run.attempt = new AbortController();
    watchDeadlines(run);
    try {
      await sleep(run.options.clock, delayMs, run.attempt.signal);
    } catch (error) {
      return endAfter(run, error);
    }
    move(run, "attempt");
  }
}

async function runAttempt(run: StreamRun, number: number): Promise<EndReason> {
  run.attempt = new AbortController();
  const wait = abortableWait(run.attempt.signal);
  try {
    return await readAttempt(run, number, wait);
  } catch (error) {
    return endAfter(run, error);
  } finally {
    wait.end();
  }
}

function endAfter({ stopping: { signal } }: StreamRun, error: unknown): EndReason {
  return signal.aborted
    ? { kind: "aborted", raw: messageOf(signal.reason) }
    : { kind: "failed", raw: undefined, failure: failureOf(error) };
}

async function readAttempt(
  run: StreamRun,
  number: number,
  wait: AbortableWait,
): Promise<EndReason> {
  const { provider, request, options, queue, watch, attempt, stopping, limitBytes } = run;
  const { clock, trace, fetch } = options;
  stopping.signal.throwIfAborted();
  watch.attemptStarted(clock.now());
  watchDeadlines(run);
  const answer = provider.stream(request, {
    number,
    clock,
    signal: attempt.signal,
    fetch,
    onStage(stage, at) {
      if (stage === "headers") move(run, "headers");
      if (stage !== "finished") {
        trace?.[stage](at);
        return;
      }
      run.isFinished = true;
      watch.finished(at);
      watchDeadlines(run);
    },
  });
  const reads = answer[Symbol.asyncIterator]();
  try {
    for (;;) {
      const result = await wait.for(reads.next());
      if (result.done === true) return { kind: "truncated", raw: undefined };
      const end = deliver(run, result.value);
      if (end !== undefined) return end;
      if (queue.heldBytes < limitBytes) continue;
      run.waitsForRoom = true;
      await wait.for(queue.room());
      run.waitsForRoom = false;
      excuseConsumer(run);
    }
  } finally {
    run.waitsForRoom = false;
    watch.attemptEnded();
    // Not awaited: a provider that ignores its signal must not delay the end.
    reads.return?.().catch(() => undefined);
  }
}

/** Delivers the events of one read. Returns the provider's end reason if it is among them. */
function deliver(run: StreamRun, { at, sizeBytes, events }: ProviderRead): EndReason | undefined {
  const read = sizeBytes > 0 ? run.options.trace?.read(at, sizeBytes) : undefined;
  let end: EndReason | undefined;
  for (const [index, body] of events.entries()) {
    if (body.type === "stream-end") {
      end = body.reason;
      continue;
    }
    const input = stateInputOf(body);
    if (input === "answer" || input === "reasoning") noteToken(run, at, input);
    // The read's bytes are counted once, with its first event.
    run.queue.push(run.log.add(body, { at, read }), index === 0 ? sizeBytes : 0);
  }
  return end;
}

function noteToken(run: StreamRun, at: Instant, input: StreamStateInput): void {
  run.watch.progressed(at);
  // From here on the idle deadline applies, which is earlier than the alarm that is set.
  if (!hasOutput(run.state) || run.isFinished) watchDeadlines(run);
  run.isFinished = false;
  move(run, input);
}

/** Don't blame the provider for a slow consumer. */
function excuseConsumer({ state, watch, options: { clock } }: StreamRun): void {
  if (hasOutput(state)) watch.progressed(clock.now());
}

/** Sets one timer for all deadlines. It checks them when it fires, so that progress needs no new timer. */
function watchDeadlines(run: StreamRun): void {
  const { clock } = run.options;
  run.alarm?.();
  const { next } = run.watch;
  if (next === undefined) return;
  run.alarm = clock.callAt(next, () => {
    if (run.waitsForRoom) excuseConsumer(run);
    const failure = run.watch.exceeded(clock.now());
    if (failure === undefined) watchDeadlines(run);
    else run.attempt.abort(failure);
  });
}

/** Returns how long to wait before the next attempt; `undefined` if `end` is the stream's end. */
function retryAfter(run: StreamRun, end: EndReason, number: number): number | undefined {
  const mayRetry = !hasOutput(run.state);
  const failure = retryableFailure(end, mayRetry && !run.sawEmptyAnswer);
  if (failure === undefined) return undefined;
  run.sawEmptyAnswer ||= failure.code === "empty-answer";
  move(run, "failure");
  if (!mayRetry) return undefined;
  const inMs = retryDelayMs({ failure, attempt: number }, run.retry, run.options.random);
  if (inMs === undefined) return undefined;
  emit(run, { type: "attempt-failed", attempt: number, failure, next: { kind: "retry", inMs } });
  return inMs;
}

/** Returns why an attempt may be repeated. */
function retryableFailure(end: EndReason, mayBeEmpty: boolean): StreamFailure | undefined {
  if (end.kind === "failed") return end.failure;
  // With a finish reason, such as `pause_turn`, the provider ended the answer on purpose.
  const isEmpty = end.kind === "truncated" && end.raw === undefined;
  return isEmpty && mayBeEmpty ? { code: "empty-answer" } : undefined;
}
