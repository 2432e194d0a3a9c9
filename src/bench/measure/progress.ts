import type { EndReason } from "../../events/index.ts";
import type { Manifest, RequestRecord, Run } from "../store/run.ts";

/** Events of a run, in order: exactly one `run-start`, first, and one `run-end`, last. */
export type RunEvent =
  | {
      readonly type: "run-start";
      readonly manifest: Manifest;
      /** How many trials (including warm-up) and recordings will end. */
      readonly trials: number;
      /** `undefined` if the run is not stored. */
      readonly folder: string | undefined;
    }
  /** In mode `replay`: a stream was recorded, complete or not, for both arms of a pair to replay. */
  | { readonly type: "recording-end"; readonly pair: number; readonly end: EndReason }
  /** A request has ended, successfully or not, including warm-up. */
  | { readonly type: "trial-end"; readonly record: RequestRecord }
  | {
      readonly type: "run-end";
      readonly run: Run;
      /**
       * Why the run's folder is incomplete, in one line, with how much was measured; `undefined` if everything is
       * stored. If it is incomplete, the run stopped at that failure, and only `run` has all of it.
       */
      readonly storeProblem: string | undefined;
    };

/** The state of a run under way, for a terminal or a notebook. */
export interface RunProgress {
  readonly status: "running" | "complete" | "interrupted" | "failed";
  readonly runId: string;
  /** How many will end, from `run-start`. */
  readonly trials: number;
  readonly ended: number;
  /** How many of those that have ended are incomplete; see {@link isUnfinished}. */
  readonly failed: number;
  readonly arms: readonly ArmProgress[];
}

/** The state of one arm, without warm-up. */
export interface ArmProgress {
  readonly name: string;
  readonly ended: number;
  readonly failed: number;
}

/**
 * Returns the progress after one more event. A reducer: it starts from `undefined`, with `run-start`.
 *
 * @throws {RangeError} When the first event is not `run-start`.
 *
 * @example
 * ```ts
 * const plan = readPlan({ name: "p", arms: [{ name: "a" }, { name: "b" }] });
 * const manifest = {
 *   v: 1, id: "run", plan, startedAt: "", status: "running",
 *   environment: captureEnvironment(), validity: undefined, definitions: {},
 * } as const;
 * progressAfter(undefined, { type: "run-start", manifest, trials: 44, folder: undefined }).trials; // 44
 * ```
 */
export function progressAfter(before: RunProgress | undefined, event: RunEvent): RunProgress {
  if (event.type === "run-start") {
    const { id, plan } = event.manifest;
    const arms = plan.arms.map(({ name }) => ({ name, ended: 0, failed: 0 }));
    return { status: "running", runId: id, trials: event.trials, ended: 0, failed: 0, arms };
  }
  if (before === undefined) {
    throw new RangeError(
      `Cannot update the progress as a run must begin with run-start: current value is "${event.type}"`,
    );
  }
  if (event.type === "run-end") return { ...before, status: event.run.manifest.status };

  const failed = isUnfinished(event.type === "trial-end" ? event.record.end : event.end) ? 1 : 0;
  const after = { ...before, ended: before.ended + 1, failed: before.failed + failed };
  if (event.type === "recording-end") return after;

  const { arm, warmUp } = event.record;
  return {
    ...after,
    arms: before.arms.map((one) =>
      warmUp || one.name !== arm
        ? one
        : { ...one, ended: one.ended + 1, failed: one.failed + failed },
    ),
  };
}

/**
 * Whether an answer is incomplete: failed, cut off or aborted.
 *
 * @example
 * ```ts
 * isUnfinished({ kind: "stop", raw: undefined }); // false
 * ```
 */
export function isUnfinished(end: EndReason): boolean {
  return end.kind === "failed" || end.kind === "truncated" || end.kind === "aborted";
}
