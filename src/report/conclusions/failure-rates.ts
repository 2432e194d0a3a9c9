import { pairedNewcombeInterval } from "../../stats/index.ts";
import { countHits } from "./compare-shares.ts";
import type { Estimate } from "./comparison.ts";
import { hasFailed } from "./failure-kind.ts";
import type { RequestPair } from "./pairs.ts";

/** Failure rates of both arms, and their difference in [−1, 1]. */
export interface RateDifference extends Estimate {
  readonly baseline: number;
  readonly candidate: number;
}

/**
 * Compares the failure rates, with a 95 % interval for paired proportions: both requests of a pair have the same
 * prompt, and the interval is narrower if they fail together.
 */
export function failureRates(pairs: readonly RequestPair[]): RateDifference | undefined {
  if (pairs.length === 0) return undefined;
  const counts = countHits(
    pairs.map(({ baseline, candidate }) => [hasFailed(baseline), hasFailed(candidate)] as const),
  );
  return {
    baseline: (counts.both + counts.onlyBaseline) / pairs.length,
    candidate: (counts.both + counts.onlyCandidate) / pairs.length,
    ...pairedNewcombeInterval(counts),
  };
}
