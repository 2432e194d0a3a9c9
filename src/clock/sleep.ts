import type { Clock } from "./clock.ts";
import { type Instant, instantAfter } from "./instant.ts";

/**
 * Resolves after `ms` milliseconds.
 *
 * @throws {unknown} The signal's reason when it is aborted first.
 *
 * @example
 * ```ts
 * await sleep(systemClock(), 1); // undefined
 * ```
 */
export function sleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return sleepUntil(clock, instantAfter(clock.now(), ms), signal);
}

/**
 * Resolves at `at`, or without waiting if that is past.
 *
 * @throws {unknown} The signal's reason when it is aborted first.
 *
 * @example
 * ```ts
 * const clock = systemClock();
 * await sleepUntil(clock, instantAfter(clock.now(), 1)); // undefined
 * ```
 */
export function sleepUntil(clock: Clock, at: Instant, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    if (clock.now() >= at) {
      resolve();
      return;
    }
    const onAbort = () => {
      cancel();
      reject(signal?.reason);
    };
    const cancel = clock.callAt(at, () => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    });
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}
