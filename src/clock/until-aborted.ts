/** Waits for promises, one after another, until a signal is aborted. */
export interface AbortableWait {
  /** Resolves with `promise`, or rejects with `signal.reason` on abort even if `promise` ignores the signal. */
  for<T>(promise: Promise<T>): Promise<T>;
  /** Removes the listener from the signal. */
  end(): void;
}

/**
 * Returns an {@link AbortableWait} with one listener for all its promises: adding and removing one for each costs more
 * than a part of an answer.
 *
 * @param onAbort Called first on abort.
 *
 * @example
 * ```ts
 * const wait = abortableWait(new AbortController().signal);
 * await wait.for(Promise.resolve(1)); // 1
 * ```
 */
export function abortableWait(signal: AbortSignal, onAbort?: () => void): AbortableWait {
  let giveUp: (() => void) | undefined;
  const listener = () => {
    onAbort?.();
    giveUp?.();
  };
  signal.addEventListener("abort", listener, { once: true });
  return {
    for: (promise) =>
      new Promise((resolve, reject) => {
        giveUp = () => reject(signal.reason);
        if (signal.aborted) giveUp();
        promise.then(resolve, reject);
      }),
    end: () => signal.removeEventListener("abort", listener),
  };
}

/**
 * Resolves with `promise`, or rejects with `signal.reason` on abort even if `promise` ignores the signal. A later
 * rejection of the promise is ignored. Unlike `Promise.race` with a promise that lives as long as the signal, it leaves
 * nothing behind.
 *
 * @example
 * ```ts
 * await untilAborted(Promise.resolve(1), new AbortController().signal); // 1
 * ```
 */
export function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const wait = abortableWait(signal);
  return wait.for(promise).finally(wait.end);
}
