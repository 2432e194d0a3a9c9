import { mean, quantile, sorted } from "../../stats/index.ts";

/** Timing error of a replay. */
export interface ReplayFidelity {
  readonly reads: number;
  /** Median distance between planned and actual time, early or late, in milliseconds. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** Mean difference of actual and planned gaps, in milliseconds; 0 for one read. */
  readonly meanGapErrorMs: number;
}

/**
 * Compares the times of a replay with those of its recording, read by read. Pure.
 *
 * @param plannedMs Due time of each read.
 * @param actualMs Arrival of each read, with the same origin and length.
 * @throws {RangeError} When there are no reads, or the lengths differ.
 */
export function replayFidelity(
  plannedMs: readonly number[],
  actualMs: readonly number[],
): ReplayFidelity {
  if (plannedMs.length !== actualMs.length || plannedMs.length === 0) {
    throw new RangeError(
      `Cannot compare as both must have the same number of reads, at least 1: current values are ${plannedMs.length} and ${actualMs.length}`,
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
