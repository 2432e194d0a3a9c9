import { integerFrom, requireNumbers } from "./require-numbers.ts";
import { requireLength, requireNoNaN } from "./require-sample.ts";
import { signFlipChances } from "./distributions/signed-rank.ts";
import { type PermutationOptions, signFlipTest } from "./sign-flip-test.ts";

/** For more differences, drawing signs is cheaper than counting all assignments. */
const LARGEST_EXACT = 100;

/**
 * Two-sided p-value of Wilcoxon's signed-rank test, under the randomisation of a paired design. Exact for up to 100
 * differences other than 0, including ties and zeros; for more, signs are drawn as in {@link signFlipTest}.
 *
 * Ranks make it robust: an infinite difference is just the largest one. 1 if no pair differs.
 *
 * Cost: O(n log n) and O(permutations × n / 8); 4 ms for 1,000 pairs.
 *
 * @param differences Candidate − baseline, one per pair; may be infinite.
 * @throws {RangeError} When there is no difference, one is `NaN`, or `permutations` is not a whole number from 1.
 *
 * @see F. Wilcoxon, "Individual comparisons by ranking methods", Biometrics Bulletin 1(6), 1945.
 *
 * @example
 * ```ts
 * signedRankTest([1, 2, 3, 4, 5, 6], { random: seededRandom(1) }); // 0.03125
 * ```
 */
export function signedRankTest(
  differences: readonly number[],
  { random, permutations = 9_999 }: PermutationOptions,
): number {
  requireNumbers("test by signed ranks", { permutations }, integerFrom(1));
  const ranks = signedRanks(differences);
  const signed = ranks.filter((rank) => rank !== 0);
  if (signed.length > LARGEST_EXACT) return signFlipTest(signed, { random, permutations });

  // Ranks of ties may end in a half: doubled, all are integers.
  const scale = signed.every((rank) => Number.isInteger(rank)) ? 1 : 2;
  const whole = signed.map((rank) => scale * rank);
  const positive = whole.reduce((sum, rank) => sum + Math.max(0, rank), 0);
  const negative = whole.reduce((sum, rank) => sum + Math.max(0, -rank), 0);
  const chances = signFlipChances(whole.map(Math.abs), Math.min(positive, negative));
  return Math.min(1, 2 * chances.reduce((sum, chance) => sum + chance, 0));
}

/**
 * The rank of each difference by absolute value, from 1, with its sign; ties share the mean of their ranks. Zeros keep
 * their ranks but have no sign (Pratt), so that dropping them does not make small differences look large.
 *
 * @see J. W. Pratt, "Remarks on Zeros and Ties in the Wilcoxon Signed Rank Procedures", Journal of the
 * American Statistical Association 54, 1959.
 */
export function signedRanks(differences: readonly number[]): number[] {
  const action = "rank differences";
  requireLength(differences.length, 1, action);
  requireNoNaN(differences, action);
  const ascending = Float64Array.from(differences, Math.abs).toSorted();
  const rankOfSize = new Map<number, number>();
  for (let start = 0; start < ascending.length;) {
    const size = ascending[start] ?? 0;
    let end = start;
    while (end < ascending.length && ascending[end] === size) end++;
    rankOfSize.set(size, (start + 1 + end) / 2);
    start = end;
  }
  return differences.map((difference) =>
    difference === 0 ? 0 : Math.sign(difference) * (rankOfSize.get(Math.abs(difference)) ?? 0),
  );
}
