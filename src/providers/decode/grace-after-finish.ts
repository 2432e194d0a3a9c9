import { type Cancel, type Instant, instantAfter } from "../../clock/index.ts";
import type { Attempt } from "../provider.ts";

/** Time limit for usage and the end of the body after a finish reason, in milliseconds. */
const GRACE_MS = 1_000;

export type Grace = ReturnType<typeof graceAfterFinish>;

/**
 * Limits the wait for the rest of an answer after its finish reason to a second, and reports each wait to the session,
 * which then applies only its total deadline.
 *
 * Only waiting counts, so a slow consumer is not blamed on the provider.
 *
 * @param giveUp Called after a second without events.
 */
export function graceAfterFinish(attempt: Attempt, giveUp: () => void) {
  const { clock } = attempt;
  let timer: Cancel | undefined;
  let until: Instant | undefined;

  function watch(at: Instant): void {
    timer = clock.callAt(at, () => {
      timer = undefined;
      if (until === undefined) return;
      if (until > at) watch(until);
      else giveUp();
    });
  }

  return {
    /** Starts a wait, or continues it after a keep-alive. */
    waits(): void {
      if (until === undefined) {
        const now = clock.now();
        attempt.onStage("finished", now);
        until = instantAfter(now, GRACE_MS);
      }
      if (timer === undefined) watch(until);
    },
    /** Reports received events: if any, the next wait is a new one. */
    progressed(events: number): void {
      if (events > 0) until = undefined;
    },
    end: () => timer?.(),
  };
}
