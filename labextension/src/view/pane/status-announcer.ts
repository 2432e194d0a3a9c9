import { type Cancel, type Clock, elapsedMs, type Instant, instantAfter } from "millrace/clock";

/** Announces states to screen readers. */
export interface StatusAnnouncer {
  /** Announces the text, unless it is the latest one. Called with every paint. */
  announce(text: string): void;
  dispose(): void;
}

/** Between two announcements. */
const LEAST_MS = 5_000;

/**
 * Shows at most one text in five seconds. What comes sooner waits, and only the latest of it is shown, so that the last state
 * is always announced.
 *
 * @param request Requests a paint, which calls `announce` again: so a pane that is hidden announces nothing.
 */
export function statusAnnouncer(
  clock: Clock,
  { show, request }: { readonly show: (text: string) => void; readonly request: () => void },
): StatusAnnouncer {
  let latest = "";
  let shownAt: Instant | undefined;
  let cancel: Cancel | undefined;

  return {
    announce(text) {
      if (text === latest) return;
      const now = clock.now();
      if (shownAt === undefined || elapsedMs(shownAt, now) >= LEAST_MS) {
        latest = text;
        shownAt = now;
        show(text);
        return;
      }
      cancel ??= clock.callAt(instantAfter(shownAt, LEAST_MS), () => {
        cancel = undefined;
        request();
      });
    },
    dispose: () => cancel?.(),
  };
}
