import { mean, quantile, sorted } from "../../stats/index.ts";

/** How far a replay was from its recording. */
export interface ReplayFidelity {
  readonly reads: number;
  /** Of the distance between planned and actual time, early or late, in milliseconds. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** How much longer the gaps were than planned, on average, in milliseconds; 0 for one read. */
  readonly meanGapErrorMs: number;
}

/**
 * How far a replay was from its recording, read by read. Pure.
 *
 * @param plannedMs When each read was due, from one origin.
 * @param actualMs When each came, from the same origin; as many.
 * @throws {RangeError} When there is no read, or not as many of both.
 *
 * @example
 * ```ts
 * replayFidelity([100, 120, 140], [101, 120, 142]);
 * // { "reads": 3, "p50Ms": 1, "p99Ms": 1.98, "maxMs": 2, "meanGapErrorMs": 0.5 }
 * ```
 */
export function replayFidelity(
  plannedMs: readonly number[],
  actualMs: readonly number[],
): ReplayFidelity {
  if (plannedMs.length !== actualMs.length || plannedMs.length === 0) {
    throw new RangeError(
      `Cannot compare as there must be as many reads, and one at least: current numbers are ${plannedMs.length} and ${actualMs.length}`,
    );
  }
  const errors = plannedMs.map((planned, index) => (actualMs[index] ?? planned) - planned);
  const distances = sorted(errors.map(Math.abs));
  const gapErrors = errors.slice(1).map((error, index) => error - (errors[index] ?? error));
  return {
    reads: plannedMs.length,
    p50Ms: quantile(distances, 0.5),
    p99Ms: quantile(distances, 0.99),
    maxMs: distances.at(-1) ?? 0,
    meanGapErrorMs: gapErrors.length === 0 ? 0 : mean(gapErrors),
  };
}
