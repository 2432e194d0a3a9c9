import type { Clock, Instant } from "../clock/index.ts";
import type { StreamEvent, StreamEventBody } from "../events/index.ts";
import type { BufferStrategy } from "./buffer-strategy.ts";

/** Options of {@link bufferStream}. */
export interface BufferStreamOptions {
  readonly clock: Clock;
  /** Called on every release of text, for a trace. */
  readonly onFlush?: ((at: Instant, lengthChars: number) => void) | undefined;
}

/**
 * Passes the answer's text through a strategy. All other events pass unchanged, after the text that came before
 * them. Events are numbered anew, and `at` is the instant when an event was released.
 *
 * It reads ahead of its consumer by one event and the held text, so that a deadline is kept while the source is
 * silent. Leaving the loop closes the source. Cost: one promise per event.
 *
 * @throws {unknown} The source's error, after the held text.
 *
 * @example
 * ```ts
 * const at = instant(0);
 * const source = (async function* (): AsyncGenerator<StreamEvent> {
 *   yield { type: "text-start", block: "0", at, seq: 0 };
 *   for (const text of ["Hel", "lo"]) yield { type: "text-delta", block: "0", text, at, seq: 1 };
 * })();
 * const strategy = countOrTime({ chunks: 2 });
 * const { text } = await collect(bufferStream(source, strategy, { clock: new VirtualClock() }));
 * text; // "Hello"
 * ```
 */
export async function* bufferStream(
  source: AsyncIterable<StreamEvent>,
  strategy: BufferStrategy,
  { clock, onFlush }: BufferStreamOptions,
): AsyncGenerator<StreamEvent, void, undefined> {
  const events = source[Symbol.asyncIterator]();
  let block = "";
  let seq = 0;

  const numbered = (body: StreamEventBody, at: Instant) => ({ ...body, at, seq: seq++ });

  function* released(text: string, at: Instant): Generator<StreamEvent, void, undefined> {
    if (text === "") return;
    onFlush?.(at, text.length);
    yield numbered({ type: "text-delta", block, text }, at);
  }

  let next = settling(events.next());
  let done = false;
  try {
    while (!done) {
      if (await next.settledBefore(clock, strategy.deadline)) {
        const result = await next.promise;
        if (result.done === true) {
          done = true;
          continue;
        }
        const event = result.value;
        next = settling(events.next());
        const at = clock.now();
        if (event.type === "text-delta") {
          block = event.block;
          yield* released(strategy.push(event.text, at), at);
        } else {
          yield* released(strategy.flush(), at);
          yield numbered(event, at);
        }
      } else {
        const at = clock.now();
        yield* released(strategy.tick(at), at);
      }
    }
    yield* released(strategy.flush(), clock.now());
  } catch (error) {
    done = true;
    yield* released(strategy.flush(), clock.now());
    throw error;
  } finally {
    if (!done) await events.return?.();
  }
}

interface Settling<T> {
  readonly promise: Promise<T>;
  /** Resolves when the promise settles (`true`) or the deadline passes (`false`). */
  settledBefore(clock: Clock, deadline: Instant | undefined): Promise<boolean>;
}

/**
 * Watches one promise, once. `Promise.race` in a loop would add a reaction for every deadline that passes, and keep
 * them all until the promise settles.
 */
function settling<T>(promise: Promise<T>): Settling<T> {
  let settled = false;
  let wake: (() => void) | undefined;
  const settle = () => {
    settled = true;
    wake?.();
  };
  promise.then(settle, settle);

  return {
    promise,
    settledBefore: (clock, deadline) =>
      new Promise((resolve) => {
        const cancel =
          settled || deadline === undefined
            ? undefined
            : clock.callAt(deadline, () => {
                wake = undefined;
                resolve(settled);
              });
        wake = () => {
          cancel?.();
          resolve(true);
        };
        if (settled) wake();
      }),
  };
}
