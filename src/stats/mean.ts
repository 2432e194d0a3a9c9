import { mean as meanOf, sampleStandardDeviation } from "simple-statistics";

import { requireFinite, requireLength } from "./require-sample.ts";

/**
 * The arithmetic mean.
 *
 * @param values At least 1.
 * @throws {RangeError} When there is no value, or one is not finite.
 *
 * @example
 * ```ts
 * mean([1, 2, 6]); // 3
 * ```
 */
export function mean(values: readonly number[]): number {
  requireLength(values.length, 1, "take a mean");
  requireFinite(values, "take a mean");
  return meanOf(values);
}

/**
 * The standard deviation of a sample (divided by n − 1).
 *
 * @param values At least 2.
 * @throws {RangeError} When there are fewer than 2 values, or one is not finite.
 *
 * @example
 * ```ts
 * standardDeviation([1, 3]); // about 1.414
 * ```
 */
export function standardDeviation(values: readonly number[]): number {
  requireLength(values.length, 2, "take a standard deviation");
  requireFinite(values, "take a standard deviation");
  return sampleStandardDeviation(values);
}
