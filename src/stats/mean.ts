import { mean as meanOf, sampleStandardDeviation } from "simple-statistics";

/**
 * The arithmetic mean.
 *
 * @param values At least 1.
 * @throws {Error} When there is no value.
 *
 * @example
 * ```ts
 * mean([1, 2, 6]); // 3
 * ```
 */
export function mean(values: readonly number[]): number {
  return meanOf([...values]);
}

/**
 * The standard deviation of a sample (divided by n − 1).
 *
 * @param values At least 2.
 * @throws {Error} When there are fewer than 2 values.
 *
 * @example
 * ```ts
 * standardDeviation([1, 3]); // about 1.414
 * ```
 */
export function standardDeviation(values: readonly number[]): number {
  return sampleStandardDeviation([...values]);
}
