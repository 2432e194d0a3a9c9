import { numberBetween, requireNumbers } from "./require-numbers.ts";
import { requireLength, requireNoNaN } from "./require-sample.ts";
import type { ShareEstimate } from "./share-interval.ts";
import { studentTBelow, studentTQuantile } from "./distributions/student-t.ts";

/** How likely a value of one sample is to exceed one of the other. */
export interface Superiority extends ShareEstimate {
  /** Two-sided, for "neither prevails"; in [0, 1]. */
  readonly p: number;
}

/**
 * The probability that a value of `b` is above one of `a`, half of the ties counted, with an interval that
 * allows for different spreads: (1 + {@link cliffsDelta}) / 2. For independent samples; of pairs that go
 * together the interval is too wide.
 *
 * Holds its level from about 10 values in each sample. If one sample lies wholly above the other, the data
 * show no spread to tell an interval from: it is the estimate, 0 or 1, and `p` is 0.
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
  // How many of the other sample lie below each value: its rank among all, less its rank in its own sample.
  const ofA = placements(a, b);
  const ofB = placements(b, a);
  const estimate = meanOf(ofB) / a.length;
  const [spreadA, spreadB] = [
    varianceOf(ofA) / (a.length * b.length ** 2),
    varianceOf(ofB) / (b.length * a.length ** 2),
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

/** Of each value, how many of the others lie below it, half of the equal ones counted. */
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

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function varianceOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}
