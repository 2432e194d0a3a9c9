import { bufferStream, type BufferStrategy } from "../buffers/index.ts";
import {
  type Clock,
  elapsedMs,
  type Instant,
  instant,
  instantAfter,
  untilAborted,
} from "../clock/index.ts";
import { type Collected, type EndReason, failureOf, type StreamEvent } from "../events/index.ts";

import { redactSecrets } from "../text/index.ts";
import { eventsWithoutSecrets, type SecretSource } from "./without-secrets.ts";

/** A stream as `stream()` returns it, or any iterable of events. */
export interface Showable extends AsyncIterable<StreamEvent> {
  readonly startedAt?: Instant | undefined;
  /** What the user asked. */
  readonly prompt?: string | undefined;
  stop?(reason?: string): void;
  /** Requests the stream again. Without it, viewers offer no retry. */
  again?(): Showable;
}

/** Where a feed delivers events. */
export interface FeedTarget {
  add(event: StreamEvent): void;
  collected(): Collected;
  /** A new attempt begins. */
  restart(startedAt: Instant): void;
}

/** Reads a source into what a session shows, and does to it what users request. */
export interface StreamFeed {
  readonly startedAt: Instant;
  readonly prompt: string | undefined;
  readonly canRetry: boolean;
  /** The output of the latest attempt, once it has ended. Does not reject. */
  readonly done: Promise<Collected>;
  start(target: FeedTarget): void;
  stop(reason: string): void;
  /** Reads no more. The source stops reading from its socket once it has read ahead as far as it may. */
  pause(): void;
  resume(): void;
  retry(): void;
}

export interface FeedOptions {
  readonly clock: Clock;
  readonly secrets: SecretSource;
  readonly buffer: BufferStrategy | undefined;
}

export function streamFeed(first: Showable, { clock, buffer, secrets }: FeedOptions): StreamFeed {
  const startedAt = first.startedAt ?? clock.now();
  const gate = pauseGate(clock);
  let source = first;
  let stopping = new AbortController();
  let target: FeedTarget | undefined;
  let done: Promise<Collected> | undefined;

  function run(to: FeedTarget): Promise<Collected> {
    stopping = new AbortController();
    // Inside the buffer, which then releases what it holds when the source is stopped.
    const stoppable = source.stop === undefined ? abortable(source, stopping.signal) : source;
    const events = buffer === undefined ? stoppable : bufferStream(stoppable, buffer, { clock });
    const hidden = secrets();
    const clean = hidden.length === 0 ? events : eventsWithoutSecrets(events, hidden);
    return deliver(clean, to, { clock, gate, isBuffered: buffer !== undefined });
  }

  return {
    startedAt,
    prompt: first.prompt === undefined ? undefined : redactSecrets(first.prompt, secrets()),
    canRetry: first.again !== undefined,
    get done() {
      return done ?? Promise.reject(new Error("Cannot wait as the stream was not started"));
    },
    start(to) {
      target = to;
      done = run(to);
    },
    stop(reason) {
      gate.open();
      stopping.abort(new Error(reason));
      source.stop?.(reason);
    },
    pause: gate.close,
    resume: gate.open,
    retry() {
      if (target === undefined || source.again === undefined) return;
      // A source that fails ends the stream even while it is paused.
      gate.open();
      source = source.again();
      target.restart(source.startedAt ?? clock.now());
      done = run(target);
    },
  };
}

interface DeliveryOptions {
  readonly clock: Clock;
  readonly gate: PauseGate;
  readonly isBuffered: boolean;
}

async function deliver(
  events: AsyncIterable<StreamEvent>,
  target: FeedTarget,
  { clock, gate, isBuffered }: DeliveryOptions,
): Promise<Collected> {
  let seq = 0;
  /** Returns the output if the event is the last one. */
  const add = (event: StreamEvent): Collected | undefined => {
    seq = event.seq + 1;
    target.add(event);
    return event.type === "stream-end" ? target.collected() : undefined;
  };
  const end = (reason: EndReason) => {
    target.add({ type: "stream-end", reason, at: clock.now(), seq });
    return target.collected();
  };
  const pausedBeforeMs = gate.closedMs;
  let ended: Collected | undefined;
  try {
    for await (const event of events) {
      // A buffer releases text when it is read, so its times would include the pause. Others are those of the socket.
      const pausedMs = isBuffered ? gate.closedMs - pausedBeforeMs : 0;
      await gate.passed();
      ended = add(pausedMs === 0 ? event : { ...event, at: instantAfter(event.at, -pausedMs) });
      // Nothing after it belongs to the stream. From now on the target may show another attempt.
      if (ended !== undefined) return ended;
    }
    return end({ kind: "truncated", raw: undefined });
  } catch (error) {
    // A source may also fail while it is closed.
    return ended ?? end({ kind: "failed", raw: undefined, failure: failureOf(error) });
  }
}

type PauseGate = ReturnType<typeof pauseGate>;

function pauseGate(clock: Clock) {
  let closed: { readonly since: Instant; readonly opened: PromiseWithResolvers<void> } | undefined;
  let closedMs = 0;

  return {
    close() {
      closed ??= { since: clock.now(), opened: Promise.withResolvers() };
    },
    open() {
      if (closed === undefined) return;
      closedMs += elapsedMs(closed.since, clock.now());
      closed.opened.resolve();
      closed = undefined;
    },
    /** Resolves when it opens, or without waiting if it is open. */
    passed: () => closed?.opened.promise,
    /** How long it was closed so far, without the current time. */
    get closedMs() {
      return closedMs;
    },
  };
}

/** Returns an iterable as a stream that ends with the reason on abort. */
async function* abortable(
  events: AsyncIterable<StreamEvent>,
  signal: AbortSignal,
): AsyncGenerator<StreamEvent, void, undefined> {
  const iterator = events[Symbol.asyncIterator]();
  let last: StreamEvent | undefined;
  try {
    while (last?.type !== "stream-end") {
      const next = await untilAborted(iterator.next(), signal);
      if (next.done === true) return;
      last = next.value;
      yield last;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    const raw = signal.reason instanceof Error ? signal.reason.message : undefined;
    const { at, seq } = last ?? { at: instant(0), seq: -1 };
    yield { type: "stream-end", reason: { kind: "aborted", raw }, at, seq: seq + 1 };
  } finally {
    // Not awaited: a source that ignores `return` must not delay the end.
    iterator.return?.().catch(() => undefined);
  }
}
