import { incompleteBeta } from "./distributions/incomplete-beta.ts";
import { numberBetween, requireNumbers } from "./require-numbers.ts";
import { requireLength } from "./require-sample.ts";
import type { Sorted } from "./sorted.ts";

/** Too small to change a sum of doubles. */
const NEGLIGIBLE = 1e-17;

/**
 * The sum of the first 0, 1 … n weights of the order statistics in the Harrell–Davis quantile, which varies less between
 * samples than an interpolated one.
 *
 * Cost: 2 µs for each weight that is not negligible, at most n and about 16 √n.
 *
 * @param n A whole number from 1.
 * @param share In (0, 1).
 *
 * @see F. E. Harrell and C. E. Davis, "A new distribution-free quantile estimator", Biometrika 69(3), 1982.
 */
export function harrellDavisShares(n: number, share: number): Float64Array {
  const below = new Float64Array(n + 1);
  const [a, b] = [(n + 1) * share, (n + 1) * (1 - share)];
  below[n] = 1;

  // From the middle outward: the function is monotone, so beyond the first negligible share all are negligible.
  const middle = Math.min(n, Math.max(0, Math.round(n * share)));
  for (let count = middle; count > 0; count--) {
    const value = incompleteBeta(count / n, a, b);
    if (value < NEGLIGIBLE) break;
    below[count] = value;
  }
  let isComplete = false;
  for (let count = middle + 1; count < n; count++) {
    const value: number = isComplete ? 1 : incompleteBeta(count / n, a, b);
    isComplete ||= value >= 1;
    below[count] = value;
  }
  return below;
}

/**
 * The Harrell–Davis quantile: a weighted mean of all order statistics, which varies less between samples than an
 * interpolated one. Infinite if a value with weight is.
 *
 * @param values At least 1.
 * @throws {RangeError} When there is no value, `share` is outside (0, 1), or both −∞ and ∞ have weight.
 *
 * @see F. E. Harrell and C. E. Davis, "A new distribution-free quantile estimator", Biometrika 69(3), 1982.
 *
 * @example
 * ```ts
 * harrellDavis(sorted([1, 2, 3]), 0.5); // about 2
 * ```
 */
export function harrellDavis(values: Sorted, share: number): number {
  const action = "take a quantile";
  requireLength(values.length, 1, action);
  requireNumbers(action, { "the share": share }, numberBetween(0, 1));
  const below = harrellDavisShares(values.length, share);
  const sum = values.reduce((total, value, index) => {
    const weight = (below[index + 1] ?? 1) - (below[index] ?? 0);
    // A negligible weight ignores its value, even an infinite one.
    return weight < 1e-12 ? total : total + weight * value;
  }, 0);
  if (!Number.isNaN(sum)) return sum;
  throw new RangeError(`Cannot ${action} as −∞ and ∞ have no mean: current value is NaN`);
}
