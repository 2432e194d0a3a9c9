import { messageOf } from "millrace/events";

export type ActionName = "stop" | "pause" | "resume" | "retry" | "copy" | "export";

/** Runs the actions of a pane, one at a time. */
export interface ActionRunner {
  /** The action that has not been answered yet. */
  readonly pending: ActionName | undefined;
  /** Why the last action failed; `undefined` if it did not. */
  readonly problem: string | undefined;
  /** Does nothing while another action is pending, or if there is no such action. */
  run(name: ActionName, act: (() => Promise<void>) | undefined, done?: () => void): void;
}

/** @param changed Called when a property changes. */
export function actionRunner(changed: () => void): ActionRunner {
  let pending: ActionName | undefined;
  let problem: string | undefined;

  async function settle(act: () => Promise<void>, done: () => void): Promise<void> {
    try {
      await act();
      done();
    } catch (error) {
      problem = messageOf(error);
    }
    pending = undefined;
    changed();
  }

  return {
    get pending() {
      return pending;
    },
    get problem() {
      return problem;
    },
    run(name, act, done = () => undefined) {
      if (act === undefined || pending !== undefined) return;
      pending = name;
      problem = undefined;
      changed();
      void settle(act, done);
    },
  };
}
