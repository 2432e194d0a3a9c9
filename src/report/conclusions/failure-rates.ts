import { pairedNewcombeInterval } from "../../stats/index.ts";
import type { Estimate } from "./comparison.ts";
import { hasFailed } from "./failure-kind.ts";
import type { RequestPair } from "./pairs.ts";

/** Difference of two shares, in [−1, 1]. */
export interface RateDifference extends Estimate {
  readonly baseline: number;
  readonly candidate: number;
}

/**
 * How many requests failed on each side, and the difference with its 95 % interval. Both requests of a
 * pair have one prompt, so that the interval is that of paired shares: narrower if they fail together.
 */
export function failureRates(pairs: readonly RequestPair[]): RateDifference | undefined {
  if (pairs.length === 0) return undefined;
  const failed = pairs.map(
    ({ baseline, candidate }) => [hasFailed(baseline), hasFailed(candidate)] as const,
  );
  const count = (a: boolean, b: boolean) =>
    failed.filter((one) => one[0] === a && one[1] === b).length;
  const counts = {
    both: count(true, true),
    onlyBaseline: count(true, false),
    onlyCandidate: count(false, true),
    neither: count(false, false),
  };
  return {
    baseline: (counts.both + counts.onlyBaseline) / pairs.length,
    candidate: (counts.both + counts.onlyCandidate) / pairs.length,
    ...pairedNewcombeInterval(counts),
  };
}
