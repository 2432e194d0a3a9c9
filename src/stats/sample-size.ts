import { fewestPairsFor, hodgesLehmannInterval } from "./hodges-lehmann.ts";
import { standardDeviation } from "./mean.ts";
import { normalQuantile } from "./distributions/normal.ts";
import { integerFrom, numberBetween, POSITIVE, requireNumbers } from "./require-numbers.ts";
import { requireFinite, requireLength } from "./require-sample.ts";
import type { PairedShares } from "./share-interval.ts";
import { studentTQuantile } from "./distributions/student-t.ts";

/** Quantiles of the normal distribution: 97.5 % for a two-sided 5 %, and 80 % for the power. */
const Z_ALPHA = 1.959_964;
const Z_POWER = 0.841_621;

/** The signed-rank test needs up to this many times the pairs of a t test: 1 / 0.864 in the worst case. */
const RANK_PENALTY = 1.157;

/**
 * The number of pairs that show a difference of `effect` with 80 % power at 5 %, estimated from the spread of the pairs
 * so far: the normal approximation for the t test, times the largest penalty for ranks.
 *
 * Pass an effect that matters, not the observed one: power for the observed effect only restates p.
 *
 * @param differences One per pair so far; at least 2.
 * @param effect The effect to find, on the scale of the differences; not 0.
 * @returns A whole number from 6: fewer pairs cannot reach 5 %.
 * @throws {RangeError} When `effect` is 0 or not finite, one of the differences is not finite, there are
 * fewer than 2, or more pairs are needed than a safe integer counts.
 *
 * @see J. L. Hodges and E. L. Lehmann, "The efficiency of some nonparametric competitors of the t-test",
 * Annals of Mathematical Statistics 27(2), 1956, for the 0.864.
 *
 * @example
 * ```ts
 * sampleSize([1, -1, 2, -2], 1); // 31
 * ```
 */
export function sampleSize(differences: readonly number[], effect: number): number {
  requireEffect(effect);
  const spread = standardDeviation(differences) / effect;
  return requirePairs(Math.max(6, Math.ceil(RANK_PENALTY * ((Z_ALPHA + Z_POWER) * spread) ** 2)));
}

/** Options of {@link pairsToResolve}. */
export interface ResolveOptions {
  /**
   * The risk of a false verdict, in (0, 0.5).
   *
   * @defaultValue `0.05`
   */
  readonly alpha?: number | undefined;
  /**
   * In (0, 1).
   *
   * @defaultValue `0.8`
   */
  readonly power?: number | undefined;
}

/**
 * The number of pairs that decide whether an effect is within a margin, estimated from the spread of the pairs so far.
 * With this power, a new run finds identical arms equivalent, and an effect as large as the margin different. The
 * observed effect is not used.
 *
 * The spread is derived from the width of the {@link hodgesLehmannInterval}, which limits the influence of outliers. t
 * quantiles account for the uncertainty of a spread from few pairs.
 *
 * @param differences One per pair so far; at least 2, and enough for an interval of level 1 − 2α: 5 for α = 5 %.
 * @param margin The largest effect that does not matter, on the scale of the differences; above 0.
 * @returns A whole number from 10: fewer pairs never show equivalence.
 * @throws {RangeError} When there are too few differences or one is not finite, `margin` is not a finite
 * number above 0, an option is out of range, or more pairs are needed than a safe integer counts.
 *
 * @see S. A. Julious and R. J. Owen, "Sample size calculations for clinical studies allowing for
 * uncertainty about the variance", Pharmaceutical Statistics 5, 2006.
 *
 * @example
 * ```ts
 * const differences = [-0.3, -0.2, -0.1, 0.05, 0.15, 0.25, -0.25, 0.1, 0.2, 0.01];
 * pairsToResolve(differences, 0.1); // 60
 * ```
 */
export function pairsToResolve(
  differences: readonly number[],
  margin: number,
  { alpha = 0.05, power = 0.8 }: ResolveOptions = {},
): number {
  const action = "size a sample";
  requireNumbers(action, { "twice alpha": 2 * alpha }, numberBetween(0, 1));
  requireNumbers(action, { "the power": power }, numberBetween(0, 1));
  requireNumbers(action, { "the margin": margin }, POSITIVE);
  requireLength(differences.length, Math.max(2, fewestPairsFor(1 - 2 * alpha)), action);
  requireFinite(differences, action);

  const n = differences.length;
  const { low, high } = hodgesLehmannInterval(differences, { level: 1 - 2 * alpha });
  const spread = ((high - low) / 2 / normalQuantile(1 - alpha)) * Math.sqrt(n);
  const t = (share: number) => studentTQuantile(share, n - 1);
  // Both one-sided tests must succeed, so each may fail with half of the risk.
  const toBeEquivalent = t(1 - alpha) + t((1 + power) / 2);
  const toDiffer = t(1 - alpha / 2) + t(Math.max(0.5, power));
  return requirePairs(
    Math.max(10, Math.ceil((Math.max(toBeEquivalent, toDiffer) * (spread / margin)) ** 2)),
  );
}

/**
 * The number of pairs that decide whether a difference of shares is within a margin, estimated from how many pairs so
 * far disagree. {@link pairsToResolve} for shares.
 *
 * @param counts At least one pair.
 * @param margin The largest difference of shares that does not matter, in (0, 1).
 * @returns A whole number from 10.
 * @throws {RangeError} When a count is not a whole number from 0, all are 0, `margin` is outside (0, 1), or
 * an option is out of range.
 *
 * @example
 * ```ts
 * const pairs = { both: 2, onlyBaseline: 3, onlyCandidate: 4, neither: 21 };
 * pairsToResolveShares(pairs, 0.1); // 215
 * ```
 */
export function pairsToResolveShares(
  counts: PairedShares,
  margin: number,
  { alpha = 0.05, power = 0.8 }: ResolveOptions = {},
): number {
  const action = "size a sample";
  requireNumbers(action, { "twice alpha": 2 * alpha }, numberBetween(0, 1));
  requireNumbers(action, { "the power": power }, numberBetween(0, 1));
  requireNumbers(action, { "the margin": margin }, numberBetween(0, 1));
  const { both, onlyBaseline, onlyCandidate, neither } = counts;
  for (const count of [both, onlyBaseline, onlyCandidate, neither]) {
    requireNumbers(action, { "each number of pairs": count }, integerFrom(0));
  }
  const disagree = onlyBaseline + onlyCandidate;
  requireLength(both + neither + disagree, 1, action);
  // One more pair of each kind: even if no pair has disagreed so far, one may.
  const variance = (disagree + 1) / (both + neither + disagree + 2);
  const toBeEquivalent = normalQuantile(1 - alpha) + normalQuantile((1 + power) / 2);
  const toDiffer = normalQuantile(1 - alpha / 2) + normalQuantile(Math.max(0.5, power));
  return requirePairs(
    Math.max(10, Math.ceil(variance * (Math.max(toBeEquivalent, toDiffer) / margin) ** 2)),
  );
}

function requireEffect(effect: number): void {
  if (effect !== 0 && Number.isFinite(effect)) return;
  throw new RangeError(
    `Cannot size a sample as the effect must not be 0, and must be finite: current value is ${effect}`,
  );
}

function requirePairs(pairs: number): number {
  if (Number.isSafeInteger(pairs)) return pairs;
  throw new RangeError(
    `Cannot size a sample as the number of pairs must be a safe integer: current value is ${pairs}`,
  );
}
