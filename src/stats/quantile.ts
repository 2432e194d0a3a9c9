import { FROM_0_TO_1, numberBetween, requireNumbers } from "./require-numbers.ts";
import { requireLength } from "./require-sample.ts";
import { type Sorted, sorted } from "./sorted.ts";

/**
 * The quantile by linear interpolation: type 7 of Hyndman and Fan, the default of R and NumPy. Infinite between a
 * number and infinity.
 *
 * @throws {RangeError} When there is no value, `share` is outside [0, 1], or the quantile lies between −∞ and ∞.
 *
 * @see R. J. Hyndman and Y. Fan, "Sample Quantiles in Statistical Packages", The American Statistician 50(4), 1996.
 *
 * @example
 * ```ts
 * quantile(sorted([1, 2, 3, 4]), 0.5); // 2.5
 * ```
 */
export function quantile(values: Sorted, share: number): number {
  requireLength(values.length, 1, "take a quantile");
  requireNumbers("take a quantile", { "the share": share }, FROM_0_TO_1);
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

/**
 * The smallest sample for which a distribution-free 95 % interval of a quantile exists: the smallest n for which both
 * 1 − share^n and 1 − (1 − share)^n reach 97.5 %.
 *
 * @throws {RangeError} When `share` is outside (0, 1).
 *
 * @see H. A. David and H. N. Nagaraja, "Order Statistics", 3rd edition, section 7.1.
 *
 * @example
 * ```ts
 * [0.9, 0.95, 0.99, 0.999].map(smallestSampleFor); // [36, 72, 368, 3688]
 * ```
 */
export function smallestSampleFor(share: number): number {
  requireNumbers("size a sample", { "the share": share }, numberBetween(0, 1));
  return Math.ceil(Math.log(0.025) / Math.log(Math.max(share, 1 - share)));
}
