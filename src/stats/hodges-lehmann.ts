import type { Interval } from "./interval.ts";
import { numberBetween, requireNumbers } from "./require-numbers.ts";
import { requireFinite, requireLength } from "./require-sample.ts";
import { rankOfLimit } from "./distributions/signed-rank.ts";
import { average, countWalshAverages, walshAverage } from "./walsh-average.ts";

/**
 * The typical difference of pairs: the median of the Walsh averages, which are the means of every two differences.
 *
 * As robust as a median and nearly as precise as a mean. For ratios, pass differences of logarithms and take the
 * exponential of the result. Exact: the result equals the one from sorting all averages, to the last bit.
 *
 * Cost: O(n log n); 0.2 ms for 1,000 pairs.
 *
 * @throws {RangeError} When there is no difference, or one is not finite.
 *
 * @see J. L. Hodges and E. L. Lehmann, "Estimates of location based on rank tests", Annals of Mathematical Statistics
 * 34(2), 1963.
 *
 * @example
 * ```ts
 * hodgesLehmann([1, 2, 9]); // 3.5
 * ```
 */
export function hodgesLehmann(differences: readonly number[]): number {
  const action = "estimate a typical difference";
  requireLength(differences.length, 1, action);
  requireFinite(differences, action);
  const ascending = new Float64Array(differences).toSorted();
  const count = countWalshAverages(ascending.length);
  const upper = walshAverage(ascending, Math.floor(count / 2) + 1);
  // The mean of two tiny values may be −0; the sum with 0 is 0.
  return count % 2 === 1 ? upper : average(walshAverage(ascending, count / 2), upper) + 0;
}

/**
 * The confidence interval of {@link hodgesLehmann}: all effects that the signed-rank test does not reject. Its limits
 * are Walsh averages, so it needs no random numbers.
 *
 * Holds at least its level for every distribution that is symmetric around the effect. Ties and zeros only widen it:
 * breaking them at random gives an interval that holds the level, and its limits lie within this one.
 *
 * Cost: O(n log n); 0.3 ms for 1,000 pairs.
 *
 * @param differences One per pair; at least {@link fewestPairsFor} the level: 6 for 95 %.
 * @param options `level` in (0, 1), 0.95 by default.
 * @throws {RangeError} When a difference is not finite, `level` is outside (0, 1), or there are too few pairs for it:
 * an interval over all n differences covers 1 − 2^(1 − n) at most.
 *
 * @see M. Hollander, D. A. Wolfe and E. Chicken, "Nonparametric Statistical Methods", 3rd edition, section 3.3.
 *
 * @example
 * ```ts
 * hodgesLehmannInterval([1, 2, 3, 4, 5, 6.5]); // { low: 1, high: 6.5 }
 * ```
 */
export function hodgesLehmannInterval(
  differences: readonly number[],
  { level = 0.95 }: { readonly level?: number | undefined } = {},
): Interval {
  const fewest = fewestPairsFor(level);
  if (differences.length < fewest) {
    throw new RangeError(
      `Cannot compute a ${Number((100 * level).toPrecision(6))} % interval as it needs at least ${fewest} pairs: current length is ${differences.length}`,
    );
  }
  requireFinite(differences, "bound a typical difference");
  const ascending = new Float64Array(differences).toSorted();
  // The highest level that n pairs can hold may lose its last bit above.
  const rank = Math.max(1, rankOfLimit(ascending.length, (1 - level) / 2));
  return {
    low: walshAverage(ascending, rank),
    high: walshAverage(ascending, countWalshAverages(ascending.length) + 1 - rank),
  };
}

/**
 * The smallest number of pairs for which a distribution-free interval of that level exists: the smallest n with
 * 1 − 2^(1 − n) ≥ `level`.
 *
 * @param level In (0, 1).
 * @throws {RangeError} When `level` is outside (0, 1).
 *
 * @example
 * ```ts
 * [0.9, 0.95, 0.99].map(fewestPairsFor); // [5, 6, 8]
 * ```
 */
export function fewestPairsFor(level: number): number {
  requireNumbers("size a sample", { "the level": level }, numberBetween(0, 1));
  // A rounding error in 1 − level must not cost a pair: 1 − 0.9375 is exactly 2^(1 − 5).
  return Math.max(1, Math.ceil(1 - Math.log2(1 - level) - 1e-9));
}
