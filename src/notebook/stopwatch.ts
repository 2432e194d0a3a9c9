import { elapsedMs, type Instant } from "../clock/index.ts";

/** Measures how long something went on, with pauses. */
export function stopwatch() {
  let sumMs: number | undefined;
  let latest: Instant | undefined;

  function advance(at: Instant): void {
    if (latest !== undefined) sumMs = (sumMs ?? 0) + Math.max(0, elapsedMs(latest, at));
  }

  return {
    run(at: Instant) {
      sumMs ??= 0;
      advance(at);
      latest = at;
    },
    pause(at: Instant) {
      advance(at);
      latest = undefined;
    },
    /** `undefined` if it never ran. */
    get elapsedMs() {
      return sumMs === undefined ? undefined : tenths(sumMs);
    },
  };
}

/** Rounds to a tenth of a millisecond. */
export function tenths(ms: number): number {
  return Math.round(ms * 10) / 10;
}
