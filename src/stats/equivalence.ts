import { hodgesLehmannInterval } from "./hodges-lehmann.ts";
import type { Interval } from "./interval.ts";
import type { Random } from "./random.ts";

/** Whether a difference is too small to matter, and by which interval that is known. */
export interface Equivalence {
  readonly equivalent: boolean;
  /** 90 %, because two one-sided tests at 5 % are made. */
  readonly interval: Interval;
}

/**
 * Two one-sided tests: a difference is too small to matter when its whole 90 % interval lies within the
 * margins. That a test finds no difference is not enough: it may have looked at too little.
 *
 * @param differences One for each pair, on the scale of the margins; at least 1.
 * @param margins The largest difference that nobody would mind, in each direction.
 * @throws {RangeError} When there is no difference.
 *
 * @see D. J. Schuirmann, "A comparison of the two one-sided tests procedure and the power approach",
 * Journal of Pharmacokinetics and Biopharmaceutics 15, 1987.
 *
 * @example
 * ```ts
 * const differences = [-0.3, -0.2, -0.1, 0.05, 0.15, 0.25];
 * equivalence(differences, { low: -1, high: 1 }, seededRandom(1)).equivalent; // true
 * ```
 */
export function equivalence(
  differences: readonly number[],
  margins: Interval,
  random: Random,
): Equivalence {
  const interval = hodgesLehmannInterval(differences, { random, level: 0.9 });
  return { equivalent: margins.low <= interval.low && interval.high <= margins.high, interval };
}
