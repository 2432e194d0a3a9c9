import { mean, standardDeviation } from "./mean.ts";
import { numberBetween, requireNumbers } from "./require-numbers.ts";
import { requireFinite } from "./require-sample.ts";
import { quantile } from "./quantile.ts";
import { sorted } from "./sorted.ts";

/** Summary statistics, in the unit of the sample. */
export interface Summary {
  readonly n: number;
  readonly mean: number;
  /** `undefined` for fewer than 2 values. */
  readonly sd: number | undefined;
  readonly min: number;
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/**
 * Summarises a sample; `undefined` for an empty one.
 *
 * Percentiles are those of the sample, whatever its size; see {@link smallestSampleFor} for the size that they need.
 *
 * @throws {RangeError} When a value is not finite.
 *
 * @example
 * ```ts
 * summary([1, 2, 3])?.p50; // 2
 * ```
 */
export function summary(values: readonly number[]): Summary | undefined {
  if (values.length === 0) return undefined;
  requireFinite(values, "summarise a sample");
  const ascending = sorted(values);
  const at = (share: number) => quantile(ascending, share);
  return {
    n: values.length,
    mean: mean(values),
    sd: values.length < 2 ? undefined : standardDeviation(values),
    min: at(0),
    p50: at(0.5),
    p90: at(0.9),
    p95: at(0.95),
    p99: at(0.99),
    max: at(1),
  };
}

/**
 * The smallest sample for which a distribution-free 95 % interval of a quantile exists: the smallest n for which both
 * 1 − share^n and 1 − (1 − share)^n reach 97.5 %.
 *
 * @param share In (0, 1).
 * @throws {RangeError} When `share` is not between 0 and 1.
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
