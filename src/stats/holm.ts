import { requireProbabilities } from "./require-sample.ts";

/**
 * Adjusts p-values so that the probability of any false alarm in the family stays below α: compare each result with
 * α.
 *
 * @param pValues Of one family, in any order, each in [0, 1].
 * @returns In the same order, each at most 1; empty for an empty family.
 * @throws {RangeError} When a p-value is outside [0, 1].
 *
 * @see S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of
 * Statistics 6(2), 1979.
 *
 * @example
 * ```ts
 * holm([0.01, 0.5, 0.03]); // [0.03, 0.5, 0.06]
 * ```
 */
export function holm(pValues: readonly number[]): number[] {
  requireProbabilities(pValues, "adjust p-values");
  const order = pValues.map((p, index) => ({ p, index })).toSorted((a, b) => a.p - b.p);
  const adjusted = pValues.map(() => 1);
  let highest = 0;
  for (const [rank, { p, index }] of order.entries()) {
    highest = Math.max(highest, Math.min(1, p * (pValues.length - rank)));
    adjusted[index] = highest;
  }
  return adjusted;
}
