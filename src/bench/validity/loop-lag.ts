import { type Clock, elapsedMs, instantAfter, sleep } from "../../clock/index.ts";

/** A shorter period would add load; a longer one would miss short blocks. */
const PERIOD_MS = 5;

/**
 * Starts to watch the event loop: a callback is due every 5 ms, and each records how late it was.
 *
 * Due times are fixed in advance. Those that pass while the loop is blocked count too, each with its
 * own lateness: a probe that sets its next timer only after a callback would count a block of
 * a second as one late callback among many punctual ones.
 *
 * @see G. Tene, "How NOT to Measure Latency", 2015, on coordinated omission.
 */
export function watchLoopLag(clock: Clock) {
  const latenessesMs: number[] = [];
  let due = instantAfter(clock.now(), PERIOD_MS);
  let cancel = clock.callAt(due, ring);

  function ring(): void {
    const now = clock.now();
    while (due <= now) {
      latenessesMs.push(elapsedMs(due, now));
      due = instantAfter(due, PERIOD_MS);
    }
    cancel = clock.callAt(due, ring);
  }

  return {
    /** Ends the watch and returns the latenesses in milliseconds, in order. */
    stop(): readonly number[] {
      cancel();
      return latenessesMs;
    },
  };
}

/** Watches the loop of an idle process for `forMs` milliseconds: the latency of the machine itself. */
export async function measureHiccups(clock: Clock, forMs: number): Promise<readonly number[]> {
  const probe = watchLoopLag(clock);
  await sleep(clock, forMs);
  return probe.stop();
}
