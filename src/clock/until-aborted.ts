import { asError } from "../events/index.ts";

/**
 * `promise`, or a rejection with the signal's reason as soon as that is aborted, whether or not the
 * promise heeds the signal. A late rejection of the promise is swallowed: nobody waits for it.
 *
 * Unlike `Promise.race` with a promise that lives as long as the signal, it leaves nothing behind.
 *
 * @throws {unknown} The signal's reason, as an error, or what the promise rejects with.
 *
 * @example
 * ```ts
 * await untilAborted(Promise.resolve(1), new AbortController().signal); // 1
 * ```
 */
export function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(asError(signal.reason));
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}
