import type { Instant } from "../clock/index.ts";

/**
 * Decides when text that has arrived may be shown. A pure state machine: it is told the time and sets
 * no timers; {@link bufferStream} owns the clock.
 *
 * Laws, checked for every strategy by `test/contracts/buffer-strategy.ts`:
 * 1. The released texts, joined, are the pushed texts, joined.
 * 2. `deadline` is `undefined` exactly when nothing is held.
 * 3. `flush` releases all that is held.
 * 4. `tick` at the deadline gets on: it releases something, or the deadline moves later.
 * 5. A surrogate pair that was pushed whole is not released in halves.
 */
export interface BufferStrategy {
  /** Takes one delta and returns what may be shown now; `""` when nothing may. */
  push(text: string, at: Instant): string;
  /** Returns what may be shown at `at` though nothing arrived. Called when the deadline has come. */
  tick(at: Instant): string;
  /** Releases all that is held: the block has ended, or the stream has ended or failed. */
  flush(): string;
  /** When {@link tick} must be called if nothing arrives before. */
  readonly deadline: Instant | undefined;
}
