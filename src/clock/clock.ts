import type { Instant } from "./instant.ts";

/** Cancels a pending callback. Does nothing after the call, or when called again. */
export type Cancel = () => void;

/**
 * The only source of time in Millrace, passed to all code that needs one, so that tests can control it.
 *
 * Laws, checked for every clock by `test/contracts/clock.ts`:
 * 1. `now` never decreases.
 * 2. A callback set for `at` never runs before `now() >= at`, and never synchronously.
 * 3. Callbacks run in the order of their instants; equal ones in the order they were set.
 * 4. A cancelled callback does not run.
 */
export interface Clock {
  /** The current instant. Cost: about 0.1 µs. */
  now(): Instant;
  /** Calls back once, at or after `at`. An error in the callback is uncaught, as with a timer. */
  callAt(at: Instant, callback: () => void): Cancel;
  /** Milliseconds since 1970-01-01 UTC. For dates only, never for durations. */
  wallMs(): number;
}
