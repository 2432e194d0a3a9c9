import { type Cancel, type Clock, elapsedMs, type Instant, instantAfter } from "../clock/index.ts";

/** Short enough to see a block that moves a time to first token, long enough to cost nothing. */
const INTERVAL_MS = 50;

/** Timers are late by a few milliseconds on an idle machine. */
const LEAST_MS = 20;

/** Detects that the event loop was blocked, by how late a timer is. */
export interface LoopWatch {
  /** Starts if it is not running. */
  start(): void;
  stop(): void;
}

/**
 * @param onBlock Called after a block, with when the timer was due and how late it was: the block lasted at least that
 * long, and at most {@link INTERVAL_MS} longer.
 */
export function loopWatch(
  clock: Clock,
  onBlock: (since: Instant, lagMs: number) => void,
): LoopWatch {
  let cancel: Cancel | undefined;

  function wait(): void {
    const due = instantAfter(clock.now(), INTERVAL_MS);
    cancel = clock.callAt(due, () => {
      const lagMs = elapsedMs(due, clock.now());
      if (lagMs >= LEAST_MS) onBlock(due, lagMs);
      wait();
    });
  }

  return {
    start() {
      if (cancel === undefined) wait();
    },
    stop() {
      cancel?.();
      cancel = undefined;
    },
  };
}
