import { type Cancel, type Instant, instantAfter } from "../../clock/index.ts";
import type { Attempt } from "../provider.ts";

/** How long usage and the end of the body may take after a finish reason, in milliseconds. */
const GRACE_MS = 1_000;

/** The time that an answer has left after its finish reason. */
export interface Grace {
  /** Its reader waits for more. Keep-alives do not begin a new wait. */
  waits(): void;
  /** This many events have come: if any, the next wait is a new one. */
  progressed(events: number): void;
  /** Nothing more is waited for. */
  end(): void;
}

/**
 * Waits a second for the rest of an answer that has its finish reason, and reports each such wait to the session:
 * of its deadlines only the total holds then.
 *
 * Only waiting counts: a slow consumer costs its provider nothing.
 *
 * @param giveUp Called when nothing has come for a second.
 */
export function graceAfterFinish(attempt: Attempt, giveUp: () => void): Grace {
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
    waits() {
      if (until === undefined) {
        const now = clock.now();
        attempt.onStage("finished", now);
        until = instantAfter(now, GRACE_MS);
      }
      if (timer === undefined) watch(until);
    },
    progressed(events) {
      if (events > 0) until = undefined;
    },
    end: () => timer?.(),
  };
}
