import { incompleteBeta } from "./incomplete-beta.ts";
import { requireShare } from "./quantile.ts";
import type { Sorted } from "./sorted.ts";

/**
 * The weights of {@link harrellDavis} for samples of `n`: how much each order statistic counts.
 *
 * Cost: O(n), about 2 µs each; compute them once for many samples of one size.
 *
 * @throws {RangeError} When `share` is outside [0, 1].
 *
 * @example
 * ```ts
 * harrellDavisWeights(2, 0.5); // [0.5, 0.5]
 * ```
 */
export function harrellDavisWeights(n: number, share: number): readonly number[] {
  requireShare(share);
  const a = (n + 1) * share;
  const b = (n + 1) * (1 - share);
  if (a === 0 || b === 0) {
    const end = a === 0 ? 0 : n - 1;
    return Array.from({ length: n }, (_, index) => (index === end ? 1 : 0));
  }
  const below = Array.from({ length: n + 1 }, (_, index) => incompleteBeta(index / n, a, b));
  return below.slice(1).map((upTo, index) => upTo - (below[index] ?? 0));
}

/**
 * The quantile by Harrell and Davis: a weighted mean of all order statistics, which varies less from
 * sample to sample than an interpolated one. Infinite where a value that counts is.
 *
 * @param values At least 1.
 * @throws {RangeError} When there is no value, or `share` is outside [0, 1].
 *
 * @see F. E. Harrell and C. E. Davis, "A new distribution-free quantile estimator", Biometrika 69(3),
 * 1982.
 *
 * @example
 * ```ts
 * harrellDavis(sorted([1, 2, 3]), 0.5); // about 2
 * ```
 */
export function harrellDavis(values: Sorted, share: number): number {
  if (values.length === 0) {
    throw new RangeError("Cannot take a quantile as there must be a value: current length is 0");
  }
  return weigh(values, harrellDavisWeights(values.length, share));
}

/** The weighted sum; a weight of 0 takes its value out, also an infinite one. */
export function weigh(values: Sorted, weights: readonly number[]): number {
  return values.reduce((sum, value, index) => {
    const weight = weights[index] ?? 0;
    return weight < 1e-12 ? sum : sum + weight * value;
  }, 0);
}
