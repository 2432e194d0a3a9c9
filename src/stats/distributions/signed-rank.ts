import { normalBelow, normalDensity, normalQuantile } from "./normal.ts";

/** Up to this many pairs the distribution is exact; above, the approximation errs by less than 1e-4. */
const LARGEST_EXACT = 50;

/**
 * The probability that Wilcoxon's signed-rank statistic of `n` differences without ties is at most `count`, if each
 * sign is as likely as its opposite.
 *
 * Exact up to 50; above, the normal distribution with a correction for its kurtosis.
 *
 * @see M. Hollander, D. A. Wolfe and E. Chicken, "Nonparametric Statistical Methods", 3rd edition, section 3.1.
 */
export function signedRankBelow(n: number, count: number): number {
  if (count < 0) return 0;
  if (count >= (n * (n + 1)) / 2) return 1;
  if (n > LARGEST_EXACT) return nearlyNormalBelow(n, count);
  return exactBelow(n)[Math.floor(count)] ?? 1;
}

/**
 * The rank, from 1, of the Walsh average that bounds the effect on each side with an error of at most `tail`: the largest
 * k with P(statistic ≤ k − 1) ≤ `tail`. 0 if there are too few differences.
 */
export function rankOfLimit(n: number, tail: number): number {
  let rank =
    n > LARGEST_EXACT ? Math.max(0, Math.floor(meanOf(n) + sdOf(n) * normalQuantile(tail)) - 2) : 0;
  while (signedRankBelow(n, rank) <= tail) rank++;
  return rank;
}

/** Distribution functions by number of differences, so that fifty metrics of one run share one. */
const counted = new Map<number, Float64Array>();

function exactBelow(n: number): Float64Array {
  const known = counted.get(n);
  if (known !== undefined) return known;
  const ranks = Array.from({ length: n }, (_, index) => index + 1);
  const chances = signFlipChances(ranks, (n * (n + 1)) / 2);
  for (let total = 1; total < chances.length; total++) {
    chances[total] = (chances[total] ?? 0) + (chances[total - 1] ?? 0);
  }
  counted.set(n, chances);
  return chances;
}

/**
 * The probability of each total from 0 to `most` of the sizes with a plus sign, if both signs are equally likely.
 *
 * Cost: O(n · most).
 *
 * @param sizes Whole numbers from 1.
 */
export function signFlipChances(sizes: readonly number[], most: number): Float64Array {
  const chances = new Float64Array(most + 1);
  chances[0] = 1;
  let largest = 0;
  for (const size of sizes) {
    largest = Math.min(most, largest + size);
    for (let total = largest; total >= 0; total--) {
      const withPlus = total >= size ? (chances[total - size] ?? 0) : 0;
      chances[total] = ((chances[total] ?? 0) + withPlus) / 2;
    }
  }
  return chances;
}

/** The normal distribution, corrected for continuity and by the first term of Edgeworth's series. */
function nearlyNormalBelow(n: number, count: number): number {
  const z = (count + 0.5 - meanOf(n)) / sdOf(n);
  const squares = (n * (n + 1) * (2 * n + 1)) / 6;
  const fourths = (squares * (3 * n * n + 3 * n - 1)) / 5;
  const excess = (-2 * fourths) / squares ** 2;
  const below = normalBelow(z) - (normalDensity(z) * excess * (z ** 3 - 3 * z)) / 24;
  return Math.max(0, Math.min(1, below));
}

function meanOf(n: number): number {
  return (n * (n + 1)) / 4;
}

function sdOf(n: number): number {
  return Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24);
}
