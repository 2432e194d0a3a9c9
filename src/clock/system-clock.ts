import type { Clock } from "./clock.ts";
import { elapsedMs, instant } from "./instant.ts";

/** `setTimeout` fires at once for delays that exceed a signed 32-bit integer. */
const LONGEST_TIMER_MS = 2_147_483_647;

/**
 * The clock of this process: `performance.now()` and `setTimeout`. Its origin is the start of the process.
 *
 * Node truncates delays, so timers may fire up to 1 ms early by `performance.now()`; then the timer is set again for
 * the rest. A pending callback keeps the process alive.
 *
 * @example
 * ```ts
 * const clock = systemClock();
 * const before = clock.now();
 * elapsedMs(before, clock.now()) >= 0; // true
 * ```
 */
export function systemClock(): Clock {
  const now = () => instant(performance.now());

  return {
    now,
    callAt(at, callback) {
      let timer: ReturnType<typeof setTimeout>;
      const wait = () => {
        timer = setTimeout(fire, Math.min(Math.max(0, elapsedMs(now(), at)), LONGEST_TIMER_MS));
      };
      const fire = () => {
        if (now() < at) wait();
        else callback();
      };
      wait();
      return () => clearTimeout(timer);
    },
    wallMs: () => Date.now(),
  };
}
