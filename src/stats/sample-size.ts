import { standardDeviation } from "./mean.ts";

/** Quantiles of the normal distribution: 97.5 % for a two-sided 5 %, and 80 % for the power. */
const Z_ALPHA = 1.959_964;
const Z_POWER = 0.841_621;

/** The signed-rank test needs up to this many times the pairs of a t test (its worst case, 1/0.864). */
const RANK_PENALTY = 1.157;

/**
 * How many pairs would show a difference of `effect` with 80 % power at 5 %, judging by the spread of
 * those seen so far. A normal approximation with the signed-rank test's worst case on top.
 *
 * @param differences One for each pair seen; at least 2.
 * @param effect What should be found, on the scale of the differences; not 0.
 * @returns A whole number from 6: fewer pairs cannot reach 5 %.
 * @throws {RangeError} When `effect` is 0, or there are fewer than 2 differences.
 *
 * @see G. E. Noether, "Sample size determination for some common nonparametric tests", Journal of the
 * American Statistical Association 82, 1987.
 *
 * @example
 * ```ts
 * sampleSize([1, -1, 2, -2], 1); // 31
 * ```
 */
export function sampleSize(differences: readonly number[], effect: number): number {
  if (effect === 0 || differences.length < 2) {
    throw new RangeError(
      `Cannot size a sample as the effect must not be 0 and pairs must be 2: current values are ${effect} and ${differences.length}`,
    );
  }
  const spread = standardDeviation(differences) / effect;
  return Math.max(6, Math.ceil(RANK_PENALTY * ((Z_ALPHA + Z_POWER) * spread) ** 2));
}
