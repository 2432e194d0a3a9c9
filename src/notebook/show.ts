import { bufferStream, type BufferStrategy } from "../buffers/index.ts";
import { type Instant, instant, sleep, untilAborted } from "../clock/index.ts";
import { type Collected, type EndReason, failureOf, type StreamEvent } from "../events/index.ts";
import { CELL_HOLD_MS, type KernelSession, type OpenStream } from "./kernel-session.ts";
import { thisKernel } from "./this-kernel.ts";

/** A stream as `stream()` returns it, or any iterable of events. */
export interface Showable extends AsyncIterable<StreamEvent> {
  readonly startedAt?: Instant | undefined;
  stop?(reason?: string): void;
}

/** Options of {@link show}. */
export interface ShowOptions {
  /** A heading above the answer. */
  readonly title?: string | undefined;
  /** Decides when text may be shown. @defaultValue Text is shown as it arrives. */
  readonly buffer?: BufferStrategy | undefined;
}

/** A stream that is shown in a cell. */
export interface ShownHandle {
  readonly id: string;
  /** Resolves when the stream has ended. Does not reject if it failed: see `end`. */
  readonly done: Promise<Collected>;
  /** Ends the stream. What has arrived stays. */
  stop(): void;
}

/**
 * Shows a stream in the current cell while it is generated, and stores it in the notebook. Resolves as soon as the stream
 * is on the page, so that the cell ends and others can run. Await `done` of the result to wait for the end.
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
  const stoppable = source.stop === undefined ? abortable(events, stopping.signal) : events;
  const done = feed(stoppable, shown, session);
  await sleep(clock, CELL_HOLD_MS);
  return { id: shown.id, done, stop: () => stop("stopped") };
}

async function feed(
  events: AsyncIterable<StreamEvent>,
  shown: OpenStream,
  { clock }: KernelSession,
): Promise<Collected> {
  let seq = 0;
  const add = (event: StreamEvent) => {
    seq = event.seq + 1;
    shown.add(event);
  };
  const end = (reason: EndReason) => add({ type: "stream-end", reason, at: clock.now(), seq });
  try {
    for await (const event of events) add(event);
    if (shown.collected().end === undefined) end({ kind: "truncated", raw: undefined });
  } catch (error) {
    end({ kind: "failed", raw: undefined, failure: failureOf(error) });
  }
  return shown.collected();
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
