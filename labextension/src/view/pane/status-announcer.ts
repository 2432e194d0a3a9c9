import { type Cancel, type Clock, elapsedMs, type Instant, instantAfter } from "millrace/clock";

/** Announces states to screen readers. */
export interface StatusAnnouncer {
  /** Announces the text, unless it is the latest one. */
  announce(text: string): void;
  dispose(): void;
}

/** Between two announcements. */
const LEAST_MS = 5_000;

/**
 * Shows at most one text in five seconds. What comes sooner waits, and only the latest of it is shown, so that the last state
 * is always announced.
 */
export function statusAnnouncer(clock: Clock, show: (text: string) => void): StatusAnnouncer {
  let latest = "";
  let shownAt: Instant | undefined;
  let cancel: Cancel | undefined;

  function showLatest(): void {
    cancel = undefined;
    shownAt = clock.now();
    show(latest);
  }

  return {
    announce(text) {
      if (text === latest) return;
      latest = text;
      if (cancel !== undefined) return;
      const now = clock.now();
      if (shownAt === undefined || elapsedMs(shownAt, now) >= LEAST_MS) showLatest();
      else cancel = clock.callAt(instantAfter(shownAt, LEAST_MS), showLatest);
    },
    dispose: () => cancel?.(),
  };
}
