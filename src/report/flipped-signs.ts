import { type Random, signFlipTest } from "../stats/index.ts";

/**
 * Two-sided p of paired differences: signs flipped as the design could have drawn them. 1 at once
 * where no pair differs.
 */
export function flippedSignsP(differences: readonly number[], random: Random): number {
  return differences.every((difference) => difference === 0)
    ? 1
    : signFlipTest(differences, { random });
}

/**
 * Each difference's place by size, from 1, with the difference's sign; equal sizes share the mean of
 * their places. Zeros keep their places and have no sign (Pratt), so that dropping them makes no
 * small difference look large.
 *
 * @see J. W. Pratt, "Remarks on Zeros and Ties in the Wilcoxon Signed Rank Procedures", Journal of the
 * American Statistical Association 54, 1959.
 */
export function signedRanks(differences: readonly number[]): number[] {
  const bySize = differences
    .map((difference, index) => ({
      size: Math.abs(difference),
      sign: Math.sign(difference),
      index,
    }))
    .toSorted((a, b) => a.size - b.size);
  const ranks = differences.map(() => 0);
  for (let start = 0; start < bySize.length;) {
    const size = bySize[start]?.size;
    let end = start;
    while (end < bySize.length && bySize[end]?.size === size) end++;
    for (const { sign, index } of bySize.slice(start, end))
      ranks[index] = (sign * (start + 1 + end)) / 2;
    start = end;
  }
  return ranks;
}
