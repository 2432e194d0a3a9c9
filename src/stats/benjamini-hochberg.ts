import { requireProbabilities } from "./require-sample.ts";

/**
 * Adjusts p-values so that the expected share of false alarms among all alarms stays below α: compare each result
 * with α. For exploration; verdicts use {@link holm}.
 *
 * Valid for p-values that are independent or positively dependent, as those of several metrics of the same answers
 * mostly are.
 *
 * @param pValues Of one family, in any order, each in [0, 1].
 * @returns In the same order, each at most 1; empty for an empty family.
 * @throws {RangeError} When a p-value is outside [0, 1].
 *
 * @see Y. Benjamini and Y. Hochberg, "Controlling the False Discovery Rate", Journal of the Royal
 * Statistical Society B 57(1), 1995.
 *
 * @example
 * ```ts
 * benjaminiHochberg([0.01, 0.5, 0.04]); // [0.03, 0.5, 0.06]
 * ```
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  requireProbabilities(pValues, "adjust p-values");
  const order = pValues.map((p, index) => ({ p, index })).toSorted((a, b) => b.p - a.p);
  const adjusted = pValues.map(() => 1);
  let lowest = 1;
  for (const [rank, { p, index }] of order.entries()) {
    lowest = Math.min(lowest, (p * pValues.length) / (pValues.length - rank));
    adjusted[index] = lowest;
  }
  return adjusted;
}
