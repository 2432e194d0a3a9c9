import { requireProbabilities } from "./require-sample.ts";

/**
 * Adjusts the p-values of a family, in any order, so that the probability of any false alarm stays below α: compare
 * each result, in the same order and at most 1, with α.
 *
 * @throws {RangeError} When a p-value is outside [0, 1].
 *
 * @see S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6(2),
 * 1979.
 *
 * @example
 * ```ts
 * holm([0.01, 0.5, 0.03]); // [0.03, 0.5, 0.06]
 * ```
 */
export function holm(pValues: readonly number[]): number[] {
  const adjusted = pValues.map(() => 1);
  let highest = 0;
  for (const [rank, { p, index }] of ranked(pValues).entries()) {
    highest = Math.max(highest, Math.min(1, p * (pValues.length - rank)));
    adjusted[index] = highest;
  }
  return adjusted;
}

/**
 * Adjusts p-values like {@link holm}, but so that the expected share of false alarms among all alarms stays below α. For
 * exploration, not for verdicts.
 *
 * Valid for p-values that are independent or positively dependent, as those of several metrics of the same answers
 * mostly are.
 *
 * @throws {RangeError} When a p-value is outside [0, 1].
 *
 * @see Y. Benjamini and Y. Hochberg, "Controlling the False Discovery Rate", Journal of the Royal Statistical Society B
 * 57(1), 1995.
 *
 * @example
 * ```ts
 * benjaminiHochberg([0.01, 0.5, 0.04]); // [0.03, 0.5, 0.06]
 * ```
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  const adjusted = pValues.map(() => 1);
  let lowest = 1;
  for (const [rank, { p, index }] of ranked(pValues).toReversed().entries()) {
    lowest = Math.min(lowest, (p * pValues.length) / (pValues.length - rank));
    adjusted[index] = lowest;
  }
  return adjusted;
}

/** In ascending order, with the index of each. */
function ranked(pValues: readonly number[]): { readonly p: number; readonly index: number }[] {
  requireProbabilities(pValues, "adjust p-values");
  return pValues.map((p, index) => ({ p, index })).toSorted((a, b) => a.p - b.p);
}
