import { type Cancel, type Clock, type Instant, instantAfter } from "millrace/clock";

/** Between two paints of figures and drawings. A change of them lays out the page, and faster ones cannot be read. */
const PACE_MS = 250;

/** Limits how often a part of a view is painted. */
export interface Pace {
  /**
   * Whether to paint the part now. If not, another paint is requested for the time when it is due.
   *
   * @param isUrgent Whether it cannot wait, such as for the last time.
   */
  isDue(isUrgent: boolean): boolean;
  dispose(): void;
}

/** @param request Requests another paint. */
export function pace(clock: Clock, request: () => void): Pace {
  let dueAt: Instant | undefined;
  let cancel: Cancel = () => {};
  return {
    isDue(isUrgent) {
      cancel();
      const now = clock.now();
      if (!isUrgent && dueAt !== undefined && now < dueAt) {
        cancel = clock.callAt(dueAt, request);
        return false;
      }
      dueAt = instantAfter(now, PACE_MS);
      return true;
    },
    dispose: () => cancel(),
  };
}
