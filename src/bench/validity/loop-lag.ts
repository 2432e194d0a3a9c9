import {
  type Cancel,
  type Clock,
  elapsedMs,
  type Instant,
  instantAfter,
  sleep,
} from "../../clock/index.ts";

/** Finer would be load of its own; coarser would miss short blocks. */
const PERIOD_MS = 5;

/** Watches how late this thread's callbacks are. */
export interface LoopLagProbe {
  /** Ends the watch and returns the latenesses, in milliseconds, in the order in which they were seen. */
  stop(): readonly number[];
}

/**
 * Starts to watch the event loop: a callback is due every 5 ms, and each notes how late it was.
 *
 * The dates are fixed beforehand. Those that pass while the loop is blocked count too, each with its
 * own lateness: a probe that sets its next timer only when it gets round to it would count a block of
 * a second as one bad date among many good ones.
 *
 * @see G. Tene, "How NOT to Measure Latency", 2015, on coordinated omission.
 *
 * @example
 * ```ts
 * const clock = new VirtualClock();
 * const probe = watchLoopLag(clock);
 * await clock.advanceBy(20);
 * probe.stop(); // [0, 0, 0, 0]
 * ```
 */
export function watchLoopLag(clock: Clock): LoopLagProbe {
  const latenessesMs: number[] = [];
  let due: Instant = instantAfter(clock.now(), PERIOD_MS);
  let cancel: Cancel = clock.callAt(due, ring);

  function ring(): void {
    const now = clock.now();
    while (due <= now) {
      latenessesMs.push(elapsedMs(due, now));
      due = instantAfter(due, PERIOD_MS);
    }
    cancel = clock.callAt(due, ring);
  }

  return {
    stop() {
      cancel();
      return latenessesMs;
    },
  };
}

/** Watches the loop for a while in which nothing else is asked of it: what the machine does by itself. */
export async function measureHiccups(clock: Clock, forMs: number): Promise<readonly number[]> {
  const probe = watchLoopLag(clock);
  await sleep(clock, forMs);
  return probe.stop();
}
