import type { Instant } from "../clock/index.ts";

/**
 * Decides when received text is shown. A pure state machine: it takes the time as an argument and sets no timers;
 * {@link bufferStream} owns the clock.
 *
 * Laws, checked for every strategy by `test/contracts/buffer-strategy.ts`:
 * 1. The released texts, concatenated, equal the pushed texts, concatenated.
 * 2. `deadline` is `undefined` exactly when nothing is held.
 * 3. `flush` releases everything that is held.
 * 4. `tick` at the deadline makes progress: it releases text, or the deadline moves later.
 * 5. A surrogate pair that was pushed whole is never split.
 */
export interface BufferStrategy {
  /** Adds one delta and returns the text to show now, or `""`. */
  push(text: string, at: Instant): string;
  /** Returns the text to show at `at`, or `""`. Called at the deadline. */
  tick(at: Instant): string;
  /** Releases everything that is held: the block has ended, or the stream has ended or failed. */
  flush(): string;
  /** When to call {@link tick} if no delta arrives first. */
  readonly deadline: Instant | undefined;
}
