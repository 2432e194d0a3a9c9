import type { PermutationTestOptions } from "./permutation-test.ts";

/** Sums of the same numbers in another order differ in their last bits; that is no difference. */
const ROUNDING = 1e-12;

/**
 * Two-sided p-value for "which of a pair is the candidate makes no difference", by the randomisation
 * that paired designs with a coin for each pair's order draw from: every pair's sign is as likely as
 * its opposite.
 *
 * All 2^n assignments are counted where they are no more than `permutations`; else so many are drawn,
 * with the observed one among them, so the result is never 0. The smallest p of n pairs is 2^(1 − n).
 *
 * Cost: O(min(2^n, permutations) × n).
 *
 * @param differences Candidate minus baseline, one for each pair; at least 1.
 * @returns A probability in (0, 1].
 * @throws {RangeError} When there is no difference.
 *
 * @see R. A. Fisher, "The Design of Experiments", 1935, section 21; Phipson and Smyth, 2010.
 *
 * @example
 * ```ts
 * signFlipTest([1, 2, 3, 4], { random: seededRandom(1) }); // 0.125
 * ```
 */
export function signFlipTest(
  differences: readonly number[],
  { random, permutations = 9_999 }: PermutationTestOptions,
): number {
  if (differences.length === 0) {
    throw new RangeError("Cannot test as there must be a pair: current length is 0");
  }
  const total = differences.reduce((sum, value) => sum + value, 0);
  const observed = Math.abs(total) * (1 - ROUNDING);
  const assignments = 2 ** differences.length;

  if (assignments <= permutations + 1) {
    let atLeast = 0;
    for (let signs = 0; signs < assignments; signs++) {
      const flipped = differences.reduce(
        (sum, value, index) => sum + ((signs >> index) & 1 ? value : -value),
        0,
      );
      if (Math.abs(flipped) >= observed) atLeast++;
    }
    return atLeast / assignments;
  }

  let atLeast = 0;
  for (let draw = 0; draw < permutations; draw++) {
    const flipped = differences.reduce((sum, value) => sum + (random() < 0.5 ? value : -value), 0);
    if (Math.abs(flipped) >= observed) atLeast++;
  }
  return (1 + atLeast) / (1 + permutations);
}
