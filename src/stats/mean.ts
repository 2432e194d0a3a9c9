import { mean as meanOf } from "simple-statistics";

import { requireFinite, requireLength } from "./require-sample.ts";

/**
 * The arithmetic mean.
 *
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
