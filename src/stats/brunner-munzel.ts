import { mean, sampleVariance } from "simple-statistics";

import { numberBetween, requireNumbers } from "./require-numbers.ts";
import { requireLength, requireNoNaN } from "./require-sample.ts";
import type { ShareEstimate } from "./share-interval.ts";
import { studentTBelow, studentTQuantile } from "./distributions/student-t.ts";

/** The probability that a value of one sample exceeds a value of the other. */
export interface Superiority extends ShareEstimate {
  /** Two-sided, for the hypothesis that the probability is 0.5; in [0, 1]. */
  readonly p: number;
}

/**
 * The probability that a value of `b` exceeds a value of `a`, counting half of the ties: (1 + {@link cliffsDelta}) / 2.
 * Its interval allows for different spreads. For independent samples; for paired ones the interval is too wide.
 *
 * The interval holds its level from about 10 values per sample. If one sample lies entirely above the other, there is
 * no variance: the interval is just the estimate, 0 or 1, and `p` is 0.
 *
 * @param a At least 2; may be infinite.
 * @param b At least 2; may be infinite.
 * @param options `level` in (0, 1), 0.95 by default.
 * @throws {RangeError} When a sample has fewer than 2 values or holds `NaN`, or `level` is outside (0, 1).
 *
 * @see E. Brunner and U. Munzel, "The nonparametric Behrens–Fisher problem: asymptotic theory and a
 * small-sample approximation", Biometrical Journal 42(1), 2000.
 *
 * @example
 * ```ts
 * brunnerMunzel([1, 2, 3, 4], [2, 3, 5, 6]).estimate; // 0.75
 * ```
 */
export function brunnerMunzel(
  a: readonly number[],
  b: readonly number[],
  { level = 0.95 }: { readonly level?: number | undefined } = {},
): Superiority {
  const action = "compare two samples";
  requireNumbers(action, { "the level": level }, numberBetween(0, 1));
  for (const sample of [a, b]) {
    requireLength(sample.length, 2, action);
    requireNoNaN(sample, action);
  }
  // The rank of a value among all values, minus its rank in its sample.
  const ofA = placements(a, b);
  const ofB = placements(b, a);
  const estimate = mean(ofB) / a.length;
  const [spreadA, spreadB] = [
    sampleVariance(ofA) / (a.length * b.length ** 2),
    sampleVariance(ofB) / (b.length * a.length ** 2),
  ];
  const variance = spreadA + spreadB;
  if (variance === 0) {
    const isTied = estimate === 0.5;
    return { estimate, low: estimate, high: estimate, p: isTied ? 1 : 0 };
  }
  const degrees = variance ** 2 / (spreadA ** 2 / (a.length - 1) + spreadB ** 2 / (b.length - 1));
  const reach = studentTQuantile((1 + level) / 2, degrees) * Math.sqrt(variance);
  const t = Math.abs(estimate - 0.5) / Math.sqrt(variance);
  return {
    estimate,
    low: Math.max(0, estimate - reach),
    high: Math.min(1, estimate + reach),
    p: 2 * studentTBelow(-t, degrees),
  };
}

/** For each value, the number of `others` below it, plus half of those that equal it. */
function placements(values: readonly number[], others: readonly number[]): readonly number[] {
  const ascending = new Float64Array(others).toSorted();
  const countBelow = (isBelow: (other: number) => boolean) => {
    let [low, high] = [0, ascending.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBelow(ascending[middle] ?? 0)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return values.map(
    (value) => (countBelow((other) => other < value) + countBelow((other) => other <= value)) / 2,
  );
}
