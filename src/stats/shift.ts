import { resampled } from "./bootstrap.ts";
import { harrellDavisWeights, weigh } from "./harrell-davis.ts";
import type { Interval } from "./interval.ts";
import { quantile } from "./quantile.ts";
import type { Random } from "./random.ts";
import { sorted } from "./sorted.ts";

/** A pair of measurements: the baseline's and the candidate's, on the same prompt. */
export type Pair = readonly [baseline: number, candidate: number];

/** How two distributions differ at one of their quantiles. */
export interface ShiftPoint {
  /** Which quantile, in (0, 1). */
  readonly share: number;
  /** Candidate over baseline, or candidate minus baseline. */
  readonly estimate: number;
  readonly interval: Interval;
}

/** What the comparison of quantiles may vary. */
export interface ShiftOptions {
  readonly random: Random;
  /** `ratio` needs positive values. */
  readonly scale: "ratio" | "difference";
  /** @defaultValue The deciles. */
  readonly shares?: readonly number[];
  /** @defaultValue `1000` */
  readonly resamples?: number;
}

const DECILES = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

/**
 * The shift function: how much the candidate's distribution lies above or below the baseline's at each
 * quantile, with 95 % intervals by resampling whole pairs. A single number hides that a change helps
 * the fast half and hurts the slow one; this does not.
 *
 * The intervals hold one by one, not all at once. Cost: O(resamples × shares × n).
 *
 * @param pairs At least 2.
 * @throws {RangeError} When there are fewer than 2 pairs.
 *
 * @see G. A. Rousselet, C. R. Pernet and R. R. Wilcox, "Beyond differences in means", European Journal
 * of Neuroscience 46(2), 2017.
 *
 * @example
 * ```ts
 * const pairs = [[1, 2], [2, 4], [3, 6], [4, 8]] as const;
 * const [median] = shift(pairs, { random: seededRandom(1), scale: "ratio", shares: [0.5] });
 * median.estimate; // about 2
 * ```
 */
export function shift(pairs: readonly Pair[], options: ShiftOptions): ShiftPoint[] {
  const { random, scale, shares = DECILES, resamples = 1_000 } = options;
  if (pairs.length < 2) {
    throw new RangeError(
      `Cannot tell a shift as there must be 2 pairs: current length is ${pairs.length}`,
    );
  }
  const weights = shares.map((share) => harrellDavisWeights(pairs.length, share));
  const estimates = (sample: readonly Pair[]) => {
    const baseline = sorted(sample.map(([a]) => a));
    const candidate = sorted(sample.map(([, b]) => b));
    return weights.map((weight) => {
      const a = weigh(baseline, weight);
      const b = weigh(candidate, weight);
      return scale === "ratio" ? b / a : b - a;
    });
  };

  const observed = estimates(pairs);
  const drawn = Array.from({ length: resamples }, () => estimates(resampled(pairs, random)));
  return shares.map((share, index) => {
    const at = sorted(drawn.map((values) => values[index] ?? 0).filter(Number.isFinite));
    const interval =
      at.length === 0
        ? { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY }
        : { low: quantile(at, 0.025), high: quantile(at, 0.975) };
    return { share, estimate: observed[index] ?? Number.NaN, interval };
  });
}
