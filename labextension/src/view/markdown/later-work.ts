import { type Cancel, type Clock, elapsedMs, type Instant, instantAfter } from "millrace/clock";

/** Work that can wait: colours and formulas, after the text. */
export interface LaterTask {
  /** The task is dropped if this is no longer in the view. */
  readonly host: HTMLElement;
  /** Returns whether it is done. If not, it is called again soon. */
  run(isLate: () => boolean): boolean;
}

/** The tasks of one view. */
export interface LaterWork {
  /** Runs the task with a later paint, `delayMs` from now at the earliest. Once, if it was added before. */
  add(task: LaterTask, delayMs?: number): void;
  /** Runs tasks that are due until it is late. Returns whether none of them is left. */
  run(isLate: () => boolean): boolean;
  dispose(): void;
}

/**
 * @param root The view.
 * @param request Called when a task is due.
 */
export function laterWork(root: HTMLElement, clock: Clock, request: () => void): LaterWork {
  const dueAt = new Map<LaterTask, Instant>();
  let timer: { readonly at: Instant; readonly cancel: Cancel } | undefined;

  function wakeAt(at: Instant): void {
    if (timer !== undefined && timer.at <= at) return;
    timer?.cancel();
    const cancel = clock.callAt(at, () => {
      timer = undefined;
      request();
    });
    timer = { at, cancel };
  }

  return {
    add(task, delayMs = 0) {
      const at = instantAfter(clock.now(), delayMs);
      const before = dueAt.get(task);
      if (before !== undefined && before <= at) return;
      dueAt.set(task, at);
      wakeAt(at);
    },
    run(isLate) {
      const now = clock.now();
      for (const [task, at] of dueAt) {
        if (elapsedMs(at, now) < 0) continue;
        if (isLate()) return false;
        dueAt.delete(task);
        if (root.contains(task.host) && !task.run(isLate)) dueAt.set(task, at);
      }
      timer?.cancel();
      timer = undefined;
      const next = Math.min(...dueAt.values());
      if (next <= now) return false;
      if (Number.isFinite(next)) wakeAt(instantAfter(now, next - now));
      return true;
    },
    dispose() {
      timer?.cancel();
      dueAt.clear();
    },
  };
}
