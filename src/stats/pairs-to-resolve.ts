import { FEWEST_FOR_EQUIVALENCE } from "./equivalence.ts";
import { fewestPairsFor, hodgesLehmannInterval } from "./hodges-lehmann.ts";
import { normalQuantile } from "./distributions/normal.ts";
import { numberBetween, POSITIVE, requireNumbers } from "./require-numbers.ts";
import { requireFinite, requireLength } from "./require-sample.ts";
import { countPairs, type PairedShares } from "./share-interval.ts";
import { studentTQuantile } from "./distributions/student-t.ts";

const ACTION = "size a sample";

/** Options of {@link pairsToResolve}. */
export interface ResolveOptions {
  /** The risk of a false verdict, in (0, 0.5). @defaultValue `0.05` */
  readonly alpha?: number | undefined;
  /** In (0, 1). @defaultValue `0.8` */
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
 * @param margin The largest effect that does not matter, on the scale of the differences; finite and above 0.
 * @returns A whole number from 10: fewer pairs never show equivalence.
 * @throws {RangeError} When a difference is not finite, an argument is out of range, or more pairs are needed than a
 * safe integer counts.
 *
 * @see S. A. Julious and R. J. Owen, "Sample size calculations for clinical studies allowing for uncertainty about the
 * variance", Pharmaceutical Statistics 5, 2006.
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
  requireOptions(alpha, power);
  requireNumbers(ACTION, { "the margin": margin }, POSITIVE);
  requireLength(differences.length, Math.max(2, fewestPairsFor(1 - 2 * alpha)), ACTION);
  requireFinite(differences, ACTION);

  const n = differences.length;
  const { low, high } = hodgesLehmannInterval(differences, { level: 1 - 2 * alpha });
  const spread = ((high - low) / 2 / normalQuantile(1 - alpha)) * Math.sqrt(n);
  const t = (share: number) => studentTQuantile(share, n - 1);
  // Both one-sided tests must succeed, so each may fail with half of the risk.
  const toBeEquivalent = t(1 - alpha) + t((1 + power) / 2);
  const toDiffer = t(1 - alpha / 2) + t(Math.max(0.5, power));
  return wholePairs((Math.max(toBeEquivalent, toDiffer) * (spread / margin)) ** 2);
}

/**
 * The number of pairs that decide whether a difference of shares is within a margin, estimated from how many pairs so
 * far disagree. {@link pairsToResolve} for shares.
 *
 * @param margin The largest difference of shares that does not matter, in (0, 1).
 * @throws {RangeError} When a count is not a whole number from 0, all are 0, or another argument is out of range.
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
  requireOptions(alpha, power);
  requireNumbers(ACTION, { "the margin": margin }, numberBetween(0, 1));
  const pairs = countPairs(counts, ACTION);
  // One more pair of each kind: even if no pair has disagreed so far, one may.
  const variance = (counts.onlyBaseline + counts.onlyCandidate + 1) / (pairs + 2);
  const toBeEquivalent = normalQuantile(1 - alpha) + normalQuantile((1 + power) / 2);
  const toDiffer = normalQuantile(1 - alpha / 2) + normalQuantile(Math.max(0.5, power));
  return wholePairs(variance * (Math.max(toBeEquivalent, toDiffer) / margin) ** 2);
}

function requireOptions(alpha: number, power: number): void {
  requireNumbers(ACTION, { "twice alpha": 2 * alpha, "the power": power }, numberBetween(0, 1));
}

function wholePairs(estimate: number): number {
  const pairs = Math.max(FEWEST_FOR_EQUIVALENCE, Math.ceil(estimate));
  if (Number.isSafeInteger(pairs)) return pairs;
  throw new RangeError(
    `Cannot size a sample as the number of pairs must be a safe integer: current value is ${pairs}`,
  );
}
