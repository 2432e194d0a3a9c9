import type { RateDifference } from "./conclusions.ts";
import { hasFailed } from "./failure-kind.ts";
import type { Pair } from "./pairs.ts";

/** For 95 %, two-sided. */
const Z = 1.959_964;

/**
 * How many requests failed on each side, and the difference with its 95 % interval. The interval takes
 * the sides as independent; for pairs that fail together it is too wide, never too narrow.
 *
 * @see R. G. Newcombe, "Interval estimation for the difference between independent proportions",
 * Statistics in Medicine 17, 1998, method 10.
 */
export function failureRates(pairs: readonly Pair[]): RateDifference | undefined {
  if (pairs.length === 0) return undefined;
  const a = wilson(pairs.filter(({ baseline }) => hasFailed(baseline)).length, pairs.length);
  const b = wilson(pairs.filter(({ candidate }) => hasFailed(candidate)).length, pairs.length);
  const estimate = b.share - a.share;
  return {
    baseline: a.share,
    candidate: b.share,
    estimate,
    low: estimate - Math.hypot(b.share - b.low, a.high - a.share),
    high: estimate + Math.hypot(b.high - b.share, a.share - a.low),
  };
}

/** A share with its score interval. */
export function wilson(hits: number, of: number) {
  const share = hits / of;
  const middle = share + Z ** 2 / (2 * of);
  const reach = Z * Math.sqrt((share * (1 - share)) / of + Z ** 2 / (4 * of ** 2));
  const width = 1 + Z ** 2 / of;
  return { share, low: (middle - reach) / width, high: (middle + reach) / width };
}
