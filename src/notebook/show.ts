import { bufferStream, type BufferStrategy } from "../buffers/index.ts";
import { type Instant, instant, sleep, untilAborted } from "../clock/index.ts";
import { type Collected, type EndReason, failureOf, type StreamEvent } from "../events/index.ts";
import type { KernelSession, OpenStream } from "./kernel-session.ts";
import { thisKernel } from "./this-kernel.ts";

/** A stream, as `stream()` gives it, or any iterable of events. */
export interface Showable extends AsyncIterable<StreamEvent> {
  readonly startedAt?: Instant;
  stop?(reason?: string): void;
}

/** How an answer is shown. */
export interface ShowOptions {
  /** A heading above the answer. */
  readonly title?: string;
  /** When text may be shown. @defaultValue As it comes. */
  readonly buffer?: BufferStrategy;
}

/** A stream that is shown in a cell. */
export interface ShownHandle {
  readonly id: string;
  /** Settles when the stream has ended, with all of it; never rejects for what went wrong in it. */
  readonly done: Promise<Collected>;
  /** Ends the stream. What has arrived stays. */
  stop(): void;
}

/**
 * How long a cell is held after a display: the Deno kernel says that a cell is done before all of its
 * messages have left, and a later cell would get the display.
 */
const HOLD_MS = 50;

/**
 * Shows a stream in the cell that runs now, as it is generated, and keeps it in the notebook.
 *
 * The promise settles as soon as the stream is on the page, so the cell ends and others can run; await
 * `done` of what it gives to wait for the end.
 *
 * @throws {TypeError} Outside a notebook kernel.
 *
 * @example
 * ```ts
 * const outside = await show(stream("Hi", { environment: { MILLRACE_SIMULATOR_URL: "http://127.0.0.1:1/v1" } }))
 *   .catch((error) => error.name);
 * outside; // "TypeError"
 * ```
 */
export async function show(source: Showable, options: ShowOptions = {}): Promise<ShownHandle> {
  return showIn(thisKernel(), source, options);
}

/** {@link show}, in a given session. */
export async function showIn(
  session: KernelSession,
  source: Showable,
  { title, buffer }: ShowOptions,
): Promise<ShownHandle> {
  const { clock } = session;
  const events = buffer === undefined ? source : bufferStream(source, buffer, { clock });
  const stopping = new AbortController();
  const stop = (reason: string) => {
    stopping.abort(new Error(reason));
    source.stop?.(reason);
  };
  const shown = session.open({ title, startedAt: source.startedAt ?? clock.now(), stop });
  const tellsItsEnd = source.stop !== undefined;
  const done = feed(tellsItsEnd ? events : leavable(events, stopping.signal), shown, session);
  await sleep(clock, HOLD_MS);
  return { id: shown.id, done, stop: () => stop("stopped") };
}

async function feed(
  events: AsyncIterable<StreamEvent>,
  shown: OpenStream,
  { clock }: KernelSession,
): Promise<Collected> {
  let seq = 0;
  const take = (event: StreamEvent) => {
    seq = event.seq + 1;
    shown.add(event);
  };
  const end = (reason: EndReason) => take({ type: "stream-end", reason, at: clock.now(), seq });
  try {
    for await (const event of events) take(event);
    if (shown.collected().end === undefined) end({ kind: "truncated", raw: undefined });
  } catch (error) {
    end({ kind: "failed", raw: undefined, failure: failureOf(error) });
  }
  return shown.collected();
}

/** Any iterable as a stream that can be stopped: it is left, and the end says why. */
async function* leavable(
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
    // Not awaited: a source that is deaf must not hold up the end.
    iterator.return?.().catch(() => undefined);
  }
}
