import type { Interval } from "./interval.ts";
import { normalQuantile } from "./distributions/normal.ts";
import { integerFrom, numberBetween, requireNumbers } from "./require-numbers.ts";
import { requireLength } from "./require-sample.ts";

/** A share or a difference of shares, with its confidence interval. */
export interface ShareEstimate extends Interval {
  readonly estimate: number;
}

/** How many of a number of trials were hits. */
export interface Share {
  readonly hits: number;
  /** At least 1. */
  readonly of: number;
}

/** How many pairs had hits on both sides, on one side, and on neither. At least one pair in total. */
export interface PairedShares {
  readonly both: number;
  readonly onlyBaseline: number;
  readonly onlyCandidate: number;
  readonly neither: number;
}

/**
 * A share with its score interval, which stays within [0, 1] and holds its level even for shares near 0.
 *
 * @param hits At most `of`, which is at least 1.
 *
 * @see E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the American
 * Statistical Association 22, 1927.
 */
export function wilsonInterval(hits: number, of: number, level: number): ShareEstimate {
  const z = normalQuantile((1 + level) / 2);
  const estimate = hits / of;
  const middle = estimate + z ** 2 / (2 * of);
  const reach = z * Math.sqrt((estimate * (1 - estimate)) / of + z ** 2 / (4 * of ** 2));
  const width = 1 + z ** 2 / of;
  return {
    estimate,
    low: hits === 0 ? 0 : (middle - reach) / width,
    high: hits === of ? 1 : (middle + reach) / width,
  };
}

/**
 * The difference of two independent shares, candidate − baseline, with its interval: Newcombe's hybrid of two score
 * intervals.
 *
 * @param options `level` in (0, 1), 0.95 by default.
 * @throws {RangeError} When the counts are not whole numbers with 0 ≤ `hits` ≤ `of` and `of` ≥ 1, or `level` is outside
 * (0, 1).
 *
 * @see R. G. Newcombe, "Interval estimation for the difference between independent proportions: comparison of eleven
 * methods", Statistics in Medicine 17, 1998, 873–890, method 10.
 *
 * @example
 * ```ts
 * const { low, high } = newcombeInterval({ hits: 48, of: 80 }, { hits: 56, of: 70 });
 * [low.toFixed(4), high.toFixed(4)]; // ["0.0524", "0.3339"]
 * ```
 */
export function newcombeInterval(
  baseline: Share,
  candidate: Share,
  { level = 0.95 }: { readonly level?: number | undefined } = {},
): ShareEstimate {
  const action = "bound a difference of shares";
  requireNumbers(action, { "the level": level }, numberBetween(0, 1));
  const bounded = ({ hits, of }: Share) => {
    requireNumbers(action, { "the number of trials": of }, integerFrom(1));
    requireNumbers(action, { "the number of hits": hits }, integerFrom(0, of));
    return wilsonInterval(hits, of, level);
  };
  return hybrid(bounded(baseline), bounded(candidate), 0);
}

/**
 * The difference of two shares of the same pairs, candidate − baseline, with its interval: Newcombe's hybrid of two
 * score intervals, which is narrower if both sides of a pair tend to agree.
 *
 * @param options `level` in (0, 1), 0.95 by default.
 * @throws {RangeError} When a count is not a whole number from 0, all are 0, or `level` is outside (0, 1).
 *
 * @see R. G. Newcombe, "Improved confidence intervals for the difference between binomial proportions based on paired
 * data", Statistics in Medicine 17, 1998, 2635–2650, method 10.
 *
 * @example
 * ```ts
 * const pairs = { both: 36, onlyBaseline: 2, onlyCandidate: 12, neither: 0 };
 * const { low, high } = pairedNewcombeInterval(pairs);
 * [low.toFixed(4), high.toFixed(4)]; // ["0.0569", "0.3404"]
 * ```
 */
export function pairedNewcombeInterval(
  counts: PairedShares,
  { level = 0.95 }: { readonly level?: number | undefined } = {},
): ShareEstimate {
  const action = "bound a difference of shares";
  requireNumbers(action, { "the level": level }, numberBetween(0, 1));
  const of = countPairs(counts, action);
  const { both, onlyBaseline, onlyCandidate, neither } = counts;
  const [hitsA, hitsB] = [both + onlyBaseline, both + onlyCandidate];
  const [a, b] = [wilsonInterval(hitsA, of, level), wilsonInterval(hitsB, of, level)];

  const cross = both * neither - onlyBaseline * onlyCandidate;
  // Newcombe's correction for continuity; none if the sides of a pair tend to disagree.
  const corrected = cross > 0 ? Math.max(0, cross - of / 2) : cross;
  const scale = Math.sqrt(hitsA * (of - hitsA) * hitsB * (of - hitsB));
  const correlation = scale === 0 ? 0 : corrected / scale;
  return hybrid(a, b, correlation);
}

function hybrid(a: ShareEstimate, b: ShareEstimate, correlation: number): ShareEstimate {
  const reach = (ofB: number, ofA: number) =>
    Math.sqrt(Math.max(0, ofB ** 2 - 2 * correlation * ofB * ofA + ofA ** 2));
  const estimate = b.estimate - a.estimate;
  return {
    estimate,
    low: estimate - reach(b.estimate - b.low, a.high - a.estimate),
    high: estimate + reach(b.high - b.estimate, a.estimate - a.low),
  };
}

/** @throws {RangeError} When a count is not a whole number from 0, or all are 0. */
export function countPairs(counts: PairedShares, action: string): number {
  const { both, onlyBaseline, onlyCandidate, neither } = counts;
  for (const count of [both, onlyBaseline, onlyCandidate, neither]) {
    requireNumbers(action, { "each number of pairs": count }, integerFrom(0));
  }
  const pairs = both + onlyBaseline + onlyCandidate + neither;
  requireLength(pairs, 1, action);
  return pairs;
}
