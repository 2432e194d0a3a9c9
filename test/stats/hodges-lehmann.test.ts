import fc from "fast-check";
import { describe, expect, it } from "vitest";

import {
  fewestPairsFor,
  hodgesLehmann,
  hodgesLehmannInterval,
  seededRandom,
} from "../../src/stats/index.ts";
import { rankOfLimit } from "../../src/stats/distributions/signed-rank.ts";
import {
  average,
  countUpTo,
  countWalshAverages,
  walshAverage,
} from "../../src/stats/walsh-average.ts";
import { normals } from "./normals.ts";

/** The depression scale factor IV of Hollander and Wolfe, table 3.1: after minus before. */
const HAMILTON = [-0.952, 0.147, -1.022, -0.43, -0.62, -0.59, -0.49, 0.08, -0.01];

/** All averages, made and sorted: what the selection must agree with. */
function allAverages(values: readonly number[]): number[] {
  return values
    .flatMap((a, index) => values.slice(index).map((b) => average(a, b)))
    .toSorted((a, b) => a - b);
}

/** Ties, zeros, near zeros, huge values and their neighbours, and anything else. */
const difference = fc.oneof(
  fc.constantFrom(0, -0, 1e-13, -1e-13, 5e-324, -5e-324, 1, 1 + 2 ** -52, 300, -300),
  fc.constantFrom(Number.MAX_VALUE, -Number.MAX_VALUE, 1e300, -1e300),
  fc.integer({ min: -3, max: 3 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ min: -1, max: 1, noNaN: true }),
);

describe("walshAverage()", () => {
  it("agrees to the last bit with sorting all averages, for any values", () => {
    const sample = fc.array(difference, { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(sample, fc.double({ min: 0, max: 1, noNaN: true }), (values, share) => {
        const sorted = allAverages(values);
        const rank = 1 + Math.floor(share * (sorted.length - 1));
        const ascending = Float64Array.from(values).toSorted();

        expect(walshAverage(ascending, rank)).toBe((sorted[rank - 1] ?? 0) + 0);
        const bound = sorted[rank - 1] ?? 0;
        expect(countUpTo(ascending, bound)).toBe(sorted.filter((one) => one <= bound).length);
      }),
      { numRuns: 500 },
    );
  });

  it("agrees at every rank when few values give many equal averages", () => {
    const draw = seededRandom(4);
    const values = Array.from({ length: 60 }, () => Math.floor(4 * draw()) * 0.1);
    const ascending = Float64Array.from(values).toSorted();
    const found = Array.from({ length: countWalshAverages(60) }, (_, index) =>
      walshAverage(ascending, index + 1),
    );

    expect(found).toEqual(allAverages(values));
  });
});

describe("hodgesLehmann()", () => {
  it("is the published estimate of Hollander and Wolfe's example", () => {
    // R: wilcox.test(y - x, conf.int = TRUE): estimate −0.46.
    expect(hodgesLehmann(HAMILTON)).toBeCloseTo(-0.46, 3);
  });

  it("is exactly the median of all averages, or the mean of the middle two", () => {
    fc.assert(
      fc.property(fc.array(difference, { minLength: 1, maxLength: 80 }), (values) => {
        const all = allAverages(values);
        const half = all.length / 2;
        const [below, above] = [all[Math.ceil(half) - 1] ?? 0, all[Math.floor(half)] ?? 0];

        expect(hodgesLehmann(values)).toBe(average(below, above) + 0);
      }),
      { numRuns: 300 },
    );
    expect(hodgesLehmann([0, 10, 10])).toBe(7.5);
  });

  it("is exactly 0 if most differences are", () => {
    const stalls = Array.from({ length: 30 }, (_, pair) => (pair < 8 ? 300 : 0));

    expect(hodgesLehmann(stalls)).toBe(0);
    expect(hodgesLehmannInterval(stalls)).toEqual({ low: 0, high: 150 });
  });
});

describe("hodgesLehmannInterval()", () => {
  it("is the published interval of Hollander and Wolfe's example", () => {
    // R: wilcox.test(y - x, conf.int = TRUE): 95.3 % interval [−0.786, −0.010].
    const { low, high } = hodgesLehmannInterval(HAMILTON);

    expect(low).toBeCloseTo(-0.786, 3);
    expect(high).toBeCloseTo(-0.01, 3);
  });

  it.each([
    ["normal values", 12, (value: number) => value],
    ["more values than are counted out exactly", 60, (value: number) => value],
    ["values rounded to few", 10, (value: number) => Math.round(value)],
    ["values that are mostly 0", 30, (value: number) => Math.trunc(value / 1.2)],
    ["heavy tails", 20, (value: number) => Math.sinh(3 * value)],
  ])("keeps its coverage of 0 for %s", (_, n, change) => {
    const draw = seededRandom(20_260_820);
    const trials = 1_000;
    let covered = 0;
    for (let trial = 0; trial < trials; trial++) {
      const { low, high } = hodgesLehmannInterval(normals(n, draw).map(change));
      if (low <= 0 && 0 <= high) covered++;
    }

    // 0.95 − 3 standard errors of a rate over 1,000 trials.
    expect(covered / trials).toBeGreaterThan(0.929);
  });

  it("throws if no interval can have its level", () => {
    const five = [1, 2, 3, 4, 5];

    expect(() => hodgesLehmannInterval(five)).toThrow(
      "Cannot compute a 95 % interval as it needs at least 6 pairs: current length is 5",
    );
    expect(hodgesLehmannInterval(five, { level: 0.9 })).toEqual({ low: 1, high: 5 });
    expect([0.5, 0.9, 0.95, 0.99].map(fewestPairsFor)).toEqual([2, 5, 6, 8]);
  });

  it("is finite and in order at every size from the fewest pairs on", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 0.999, noNaN: true }),
        fc.nat({ max: 60 }),
        (level, more) => {
          const n = fewestPairsFor(level) + more;
          const { low, high } = hodgesLehmannInterval(
            Array.from({ length: n }, (_, index) => index),
            { level },
          );
          expect(low).toBeLessThanOrEqual(high);
        },
      ),
    );
  });
});

describe("rankOfLimit()", () => {
  // R: qsignrank(0.025, n), the largest rank whose tail is no more than the level; SciPy agrees.
  it.each([
    [5, 0],
    [6, 1],
    [10, 9],
    [20, 53],
    [50, 435],
  ])("of %i pairs is %i at 95 %%", (n, rank) => {
    expect(rankOfLimit(n, 0.025)).toBe(rank);
  });
});
