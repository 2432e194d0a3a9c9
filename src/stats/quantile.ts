import { FROM_0_TO_1, requireNumbers } from "./require-numbers.ts";
import { requireLength } from "./require-sample.ts";
import { type Sorted, sorted } from "./sorted.ts";

/**
 * The quantile by linear interpolation: type 7 of Hyndman and Fan, the default of R and NumPy. Infinite between a
 * number and infinity.
 *
 * @param values At least 1.
 * @param share In [0, 1]: 0.5 is the median.
 * @throws {RangeError} When there is no value, `share` is outside [0, 1], or the quantile lies between
 * −∞ and ∞.
 *
 * @see R. J. Hyndman and Y. Fan, "Sample Quantiles in Statistical Packages", The American Statistician
 * 50(4), 1996.
 *
 * @example
 * ```ts
 * quantile(sorted([1, 2, 3, 4]), 0.5); // 2.5
 * ```
 */
export function quantile(values: Sorted, share: number): number {
  requireLength(values.length, 1, "take a quantile");
  requireShare(share);
  const position = (values.length - 1) * share;
  const below = values[Math.floor(position)] ?? Number.NaN;
  const above = values[Math.ceil(position)] ?? Number.NaN;
  // Two equal infinities have a middle, but no difference.
  if (below === above) return below;
  if (!Number.isFinite(below) && !Number.isFinite(above)) {
    throw new RangeError("Cannot take a quantile as −∞ and ∞ have no middle: current value is NaN");
  }
  if (!Number.isFinite(below)) return below;
  const weight = position - Math.floor(position);
  const distance = above - below;
  return distance < Infinity ? below + distance * weight : below * (1 - weight) + above * weight;
}

/**
 * The {@link quantile} of values in any order; `undefined` for no values. Cost: O(n log n).
 *
 * @throws {RangeError} As {@link quantile}, and when a value is `NaN`.
 *
 * @example
 * ```ts
 * quantileOf([3, 1, 2], 1); // 3
 * ```
 */
export function quantileOf(values: readonly number[], share: number): number | undefined {
  return values.length === 0 ? undefined : quantile(sorted(values), share);
}

/**
 * The median of values in any order; `undefined` for no values. Cost: O(n log n).
 *
 * @throws {RangeError} As {@link quantileOf}.
 *
 * @example
 * ```ts
 * medianOf([20, 10]); // 15
 * ```
 */
export function medianOf(values: readonly number[]): number | undefined {
  return quantileOf(values, 0.5);
}

/** @throws {RangeError} When `share` is outside [0, 1]. */
export function requireShare(share: number): void {
  requireNumbers("take a quantile", { "the share": share }, FROM_0_TO_1);
}
