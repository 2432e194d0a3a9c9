import type { RunEvent } from "./run-event.ts";
import type { EndReason } from "../../events/index.ts";

/** Where a run stands: what a terminal or a notebook shows while it goes on. */
export interface RunProgress {
  readonly status: "running" | "complete" | "interrupted" | "failed";
  readonly runId: string;
  /** How many ends there will be, as `run-start` says. */
  readonly trials: number;
  readonly ended: number;
  /** Of those that have ended; a request that did not end as the model meant it to. */
  readonly failed: number;
  readonly arms: readonly ArmProgress[];
}

/** What is known of one arm so far, warm-up not counted. */
export interface ArmProgress {
  readonly name: string;
  readonly ended: number;
  readonly failed: number;
}

/**
 * The progress after one more event. A reducer: it starts from `undefined`, with `run-start`.
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
      `Cannot tell progress as a run must begin with run-start: current value is "${event.type}"`,
    );
  }
  if (event.type === "run-end") return { ...before, status: event.run.manifest.status };

  const failed = hasFailed(event.type === "trial-end" ? event.record.end : event.end) ? 1 : 0;
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
 * Whether a request did not end as the model meant it to.
 *
 * @example
 * ```ts
 * hasFailed({ kind: "stop", raw: undefined }); // false
 * ```
 */
export function hasFailed(end: EndReason): boolean {
  return end.kind === "failed" || end.kind === "truncated" || end.kind === "aborted";
}
