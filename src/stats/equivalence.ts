import type { Interval } from "./interval.ts";
import { fewestPairsFor, hodgesLehmannInterval } from "./hodges-lehmann.ts";
import { numberBetween, requireNumbers } from "./require-numbers.ts";
import { requireFinite } from "./require-sample.ts";
import { signedRankBelow } from "./distributions/signed-rank.ts";
import { countUpTo, countWalshAverages } from "./walsh-average.ts";

/** Whether a difference is too small to matter, and the interval that shows it. */
export interface Equivalence {
  readonly equivalent: boolean;
  /** Of level 1 − 2α, for two one-sided tests at α. */
  readonly interval: Interval;
  /** The larger p-value of the two tests; at most α if and only if `interval` lies within the margins. */
  readonly p: number;
}

/** Fewer pairs never show equivalence, however similar they are: one slow answer in ten must have a chance to occur. */
export const FEWEST_FOR_EQUIVALENCE = 10;

/** The logarithm of a ratio that equals a margin differs from that of the margin in its last bits. */
const ROUNDING = 1e-9;

/**
 * Two one-sided tests: a difference is too small to matter if its whole interval of level 1 − 2α lies within the
 * margins. A test that finds no difference is not enough: its sample may be too small.
 *
 * The margins are inclusive, up to rounding (1e-9 of them): an effect of exactly 5 % is within 5 %.
 *
 * @param differences One per pair, on the scale of the margins.
 * @param margins The largest difference that does not matter, in each direction.
 * @param options `alpha` in (0, 0.5), 0.05 by default: the risk of accepting an effect outside the margins.
 * @throws {RangeError} When there are fewer than 10 differences or one is not finite, `alpha` is outside
 * (0, 0.5), or the margins are not in order.
 *
 * @see D. J. Schuirmann, "A comparison of the two one-sided tests procedure and the power approach",
 * Journal of Pharmacokinetics and Biopharmaceutics 15, 1987.
 *
 * @example
 * ```ts
 * const differences = [-0.3, -0.2, -0.1, 0.05, 0.15, 0.25, -0.25, 0.1, 0.2, 0.01];
 * equivalence(differences, { low: -1, high: 1 }).equivalent; // true
 * ```
 */
export function equivalence(
  differences: readonly number[],
  margins: Interval,
  { alpha = 0.05 }: { readonly alpha?: number | undefined } = {},
): Equivalence {
  requireNumbers("show equivalence", { alpha }, numberBetween(0, 0.5));
  requireMargins(margins);
  const fewest = Math.max(FEWEST_FOR_EQUIVALENCE, fewestPairsFor(1 - 2 * alpha));
  if (differences.length < fewest) {
    throw new RangeError(
      `Cannot show equivalence as it needs at least ${fewest} pairs: current length is ${differences.length}`,
    );
  }
  requireFinite(differences, "show equivalence");

  const slack = ROUNDING * Math.max(Math.abs(margins.low), Math.abs(margins.high));
  const [low, high] = [margins.low - slack, margins.high + slack];
  const ascending = new Float64Array(differences).toSorted();
  const descending = Float64Array.from(differences, (difference) => -difference).toSorted();
  const all = countWalshAverages(ascending.length);
  const aboveHigh = all - countUpTo(ascending, high);
  const belowLow = all - countUpTo(descending, -low);
  const p = signedRankBelow(ascending.length, Math.max(aboveHigh, belowLow));
  return {
    equivalent: p <= alpha,
    interval: hodgesLehmannInterval(differences, { level: 1 - 2 * alpha }),
    p,
  };
}

function requireMargins({ low, high }: Interval): void {
  if (Number.isFinite(low) && Number.isFinite(high) && low <= high) return;
  throw new RangeError(
    `Cannot show equivalence as the margins must be finite and in order: current values are ${low} and ${high}`,
  );
}
