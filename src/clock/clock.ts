import type { Instant } from "./instant.ts";

/** Takes back a call that has not happened yet. Does nothing afterwards, or when called again. */
export type Cancel = () => void;

/**
 * The only way to time in Millrace. Whoever needs it is given one, so that tests can move it by hand.
 *
 * Laws, checked for every clock by `test/contracts/clock.ts`:
 * 1. `now` never goes back.
 * 2. A callback set for `at` never runs before `now() >= at`, and never synchronously.
 * 3. Callbacks run in the order of their instants; equal ones in the order they were set.
 * 4. A cancelled callback does not run.
 */
export interface Clock {
  /** The current instant. Cost: about 0.1 µs. */
  now(): Instant;
  /** Calls back once, at or after `at`. What the callback throws is uncaught, as with a timer. */
  callAt(at: Instant, callback: () => void): Cancel;
  /** Milliseconds since 1970-01-01 UTC. For anchoring a run in the calendar, never for durations. */
  wallMs(): number;
}
