import { POSITIVE, requireNumbers } from "../stats/index.ts";
import type { BufferStrategy } from "./buffer-strategy.ts";
import { countOrTime } from "./count-or-time.ts";

/** Options of {@link timeWindow}. */
export interface TimeWindowOptions {
  /**
   * The longest time that the first character of a batch waits, in milliseconds.
   *
   * @defaultValue `33`: two frames at 60 Hz, so a paint never waits for a third.
   */
  readonly windowMs?: number | undefined;
}

/**
 * Shows text in batches: everything that arrives within one window is shown together.
 *
 * Adds at most `windowMs` to the latency of any character. Cost per delta: O(1) amortised.
 *
 * @throws {RangeError} When `windowMs` is not a positive finite number.
 *
 * @example
 * ```ts
 * const strategy = timeWindow({ windowMs: 50 });
 * strategy.push("Hel", instant(0)); // ""
 * strategy.push("lo", instant(50)); // "Hello"
 * ```
 */
export function timeWindow({ windowMs = 33 }: TimeWindowOptions = {}): BufferStrategy {
  requireNumbers("open a time window", { windowMs }, POSITIVE);
  return countOrTime({ chunks: Number.MAX_SAFE_INTEGER, windowMs });
}
