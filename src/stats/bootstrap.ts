import type { Interval } from "./interval.ts";
import { quantile } from "./quantile.ts";
import type { Random } from "./random.ts";
import { integerFrom, numberBetween, requireNumbers } from "./require-numbers.ts";
import { requireLength } from "./require-sample.ts";
import { sorted } from "./sorted.ts";

/** Options of {@link bootstrapInterval}. */
export interface BootstrapOptions {
  readonly random: Random;
  /** @defaultValue `2000` */
  readonly resamples?: number | undefined;
  /**
   * In (0, 1).
   *
   * @defaultValue `0.95`
   */
  readonly level?: number | undefined;
}

/**
 * The percentile interval of any statistic: resamples the items with replacement and takes the central quantiles of
 * the statistic. For paired data, items are pairs.
 *
 * Too narrow for few items: for a mean, 0.9 of the width of the t interval at 20 items, 0.6 at 5, and almost 0 at 2.
 *
 * Cost: `resamples` calls of the statistic.
 *
 * @param items At least 1.
 * @throws {RangeError} When there is no item, the statistic of a resample is `NaN`, `level` is outside
 * (0, 1), or `resamples` is not a whole number from 1.
 *
 * @see B. Efron and R. J. Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13.
 *
 * @example
 * ```ts
 * const interval = bootstrapInterval([1, 2, 3, 4, 5], mean, { random: seededRandom(1) });
 * interval.low < 3 && 3 < interval.high; // true
 * ```
 */
export function bootstrapInterval<Item extends number | object>(
  items: readonly Item[],
  statistic: (resample: readonly Item[]) => number,
  { random, resamples = 2_000, level = 0.95 }: BootstrapOptions,
): Interval {
  const action = "resample";
  requireLength(items.length, 1, action);
  requireNumbers(action, { "the level": level }, numberBetween(0, 1));
  requireNumbers(action, { resamples }, integerFrom(1));
  const values = Array.from({ length: resamples }, () => statistic(resampled(items, random)));
  const ascending = sorted(values);
  const tail = (1 - level) / 2;
  return { low: quantile(ascending, tail), high: quantile(ascending, 1 - tail) };
}

/** A sample of the same size, drawn with replacement. */
function resampled<Item extends number | object>(items: readonly Item[], random: Random): Item[] {
  const drawn: Item[] = [];
  while (drawn.length < items.length) {
    const item = items[Math.floor(random() * items.length)];
    if (item !== undefined) drawn.push(item);
  }
  return drawn;
}
