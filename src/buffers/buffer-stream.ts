import type { Clock, Instant } from "../clock/index.ts";
import type { StreamEvent, StreamEventBody } from "../events/index.ts";
import type { BufferStrategy } from "./buffer-strategy.ts";

/** What the driver of a strategy is given. */
export interface BufferStreamOptions {
  readonly clock: Clock;
  /** Told of every release of text, for a trace. */
  readonly onFlush?: (at: Instant, lengthChars: number) => void;
}

/**
 * Sends the answer's text through a strategy; all other events pass, after the text that came before
 * them. The result is a stream of its own: its `seq` counts anew, and `at` is the instant when an
 * event was let through.
 *
 * It reads ahead of its consumer by one event and what the strategy holds, so that a deadline is kept
 * while the source is silent. Leaving the loop leaves the source's loop. Cost: one promise an event.
 *
 * @throws {unknown} What the source throws, after the held text.
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

  const numbered = (body: StreamEventBody, at: Instant): StreamEvent => ({
    ...body,
    at,
    seq: seq++,
  });

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
        if (event.type === "text-delta") {
          block = event.block;
          const at = clock.now();
          yield* released(strategy.push(event.text, at), at);
        } else {
          const at = clock.now();
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
  /** Whether it settled (either way) before `deadline`; waits for one of the two. */
  settledBefore(clock: Clock, deadline: Instant | undefined): Promise<boolean>;
}

/**
 * Watches one promise, once. `Promise.race` in a loop would add a reaction to it for every deadline
 * that passes, and keep them all until it settles.
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
