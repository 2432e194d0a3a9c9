import type { Clock, Instant } from "../../clock/index.ts";

/** Waits until `at`; at once where that is past. */
export function reached(at: Instant, clock: Clock, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(asError(signal.reason));
      return;
    }
    if (clock.now() >= at) {
      resolve();
      return;
    }
    const onAbort = () => {
      cancel();
      reject(asError(signal.reason));
    };
    const cancel = clock.callAt(at, () => {
      signal.removeEventListener("abort", onAbort);
      resolve();
    });
    signal.addEventListener("abort", onAbort, { once: true });
  });
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}

/** @throws {RangeError} When a replay would stand still or run backwards. */
export function requireSpeed(speed: number): void {
  if (speed > 0) return;
  throw new RangeError(
    `Cannot replay as speed must be a positive number: current value is ${speed}`,
  );
}
