import fc from "fast-check";
import { describe, expect, it } from "vitest";

import {
  harrellDavis,
  medianOf,
  quantile,
  quantileOf,
  smallestSampleFor,
  sorted,
} from "../../src/stats/index.ts";
import { harrellDavisShares } from "../../src/stats/harrell-davis.ts";

describe("quantile()", () => {
  // R: quantile(c(15, 20, 35, 40, 50), c(0.05, 0.3, 0.4, 0.5, 1))
  it.each([
    [0.05, 16],
    [0.3, 23],
    [0.4, 29],
    [0.5, 35],
    [1, 50],
  ])("is R's value at %s", (share, expected) => {
    expect(quantile(sorted([50, 15, 40, 20, 35]), share)).toBeCloseTo(expected, 12);
  });

  it("keeps infinity for a failed request", () => {
    expect(quantile(sorted([1, 2, Infinity]), 1)).toBe(Infinity);
    expect(quantile(sorted([1, Infinity, Infinity]), 0.75)).toBe(Infinity);
  });

  it("rejects input without a quantile", () => {
    expect(() => quantile(sorted([]), 0.5)).toThrow(
      "it needs at least 1 value: current length is 0",
    );
    expect(() => quantile(sorted([1]), 1.5)).toThrow("current value is 1.5");
    expect(() => sorted([1, Number.NaN])).toThrow("current value is NaN");
  });
});

describe("quantileOf(), medianOf()", () => {
  it("sort the values, and interpolate between the middle two", () => {
    expect(medianOf([20, 10])).toBe(15);
    expect(quantileOf([50, 15, 40, 20, 35], 0.3)).toBeCloseTo(23, 12);
  });

  it("are undefined without values", () => {
    expect([medianOf([]), quantileOf([], 1)]).toEqual([undefined, undefined]);
  });
});

describe("harrellDavis()", () => {
  // R: Hmisc::hdquantile(1:10, 0.5)
  it.each([
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.5, 5.5],
    [[2, 4], 0.5, 3],
    [[7], 0.3, 7],
  ])("of %j at %s is %s", (values, share, expected) => {
    expect(harrellDavis(sorted(values), share)).toBeCloseTo(expected, 10);
  });
});

describe("harrellDavisShares()", () => {
  it("is a distribution, for every size and share", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.double({ min: 0, minExcluded: true, max: 1, maxExcluded: true, noNaN: true }),
        (n, share) => {
          const below = harrellDavisShares(n, share);
          expect([below[0], below[n]]).toEqual([0, 1]);
          for (let index = 0; index < n; index++) {
            expect((below[index + 1] ?? 0) - (below[index] ?? 0)).toBeGreaterThanOrEqual(-1e-12);
          }
        },
      ),
    );
  });

  it("is the beta distribution", () => {
    // Beta(2, 2) has the distribution function 3x² − 2x³.
    const expected = [0, 1 / 3, 2 / 3, 1].map((x) => 3 * x ** 2 - 2 * x ** 3);

    for (const [index, below] of harrellDavisShares(3, 0.5).entries()) {
      expect(below).toBeCloseTo(expected[index] ?? 0, 12);
    }
  });
});

describe("smallestSampleFor()", () => {
  it("matches the theory of order statistics", () => {
    expect([0.9, 0.95, 0.99, 0.999].map(smallestSampleFor)).toEqual([36, 72, 368, 3_688]);
  });
});
