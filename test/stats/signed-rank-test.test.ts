import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { seededRandom, signedRankTest, signFlipTest } from "../../src/stats/index.ts";
import { signedRanks } from "../../src/stats/signed-rank-test.ts";
import { normals } from "./normals.ts";

const random = () => seededRandom(1);

/** Sixty differences without ties, some of each sign. */
const SIXTY = Array.from({ length: 60 }, (_, index) =>
  Number((((index * 37) % 61) / 10 - 2.6 + 0.01 * index).toFixed(3)),
);

describe("signedRankTest()", () => {
  // SciPy 1.17.1: wilcoxon(x, method="exact"), and with zero_method="pratt" by PermutationMethod(inf).
  it.each([
    [
      "Hollander and Wolfe's",
      [-0.952, 0.147, -1.022, -0.43, -0.62, -0.59, -0.49, 0.08, -0.01],
      0.0390625,
    ],
    ["a dozen", [1.1, 2.3, -0.4, 3.2, 0.9, -1.7, 2.6, 4.4, -2.2, 0.3, 5.1, -3], 0.20361328125],
    ["tied and zero", [5, 0, -2, 2, 7, 0, 3, -1, 4, 9, -2, 6, 2], 0.03515625],
    ["sixty", SIXTY, 0.0059222391950477515],
  ])("is SciPy's exact p of %s differences", (_, differences, p) => {
    expect(signedRankTest(differences, { random: random() })).toBeCloseTo(p, 12);
  });

  it("agrees with flipping the signs of the ranks, for any ties and zeros", () => {
    const sample = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(sample, (differences) => {
        const flipped = signFlipTest(signedRanks(differences), { random: random() });

        expect(signedRankTest(differences, { random: random() })).toBeCloseTo(flipped, 12);
      }),
    );
  });

  it("draws signs above 100 pairs, and approximates the exact p", () => {
    const draw = seededRandom(3);
    const differences = normals(100, draw).map((value) => value + 0.2);
    const exact = signedRankTest(differences, { random: draw });
    const drawn = signFlipTest(signedRanks(differences), { random: draw });

    expect(Math.abs(drawn - exact)).toBeLessThan(4 * Math.sqrt((exact * (1 - exact)) / 9_999));
  });

  it("is 1 if no pair differs, and ranks infinite differences above all others", () => {
    expect(signedRankTest([0, 0, 0], { random: random() })).toBe(1);
    expect(signedRanks([Infinity, 1e9, -Infinity])).toEqual([2.5, 1, -2.5]);
  });
});

describe("signedRanks()", () => {
  it.each([
    ["ranks by size and keeps the signs", [-3, 1, 2], [-3, 1, 2]],
    ["shares the ranks of equal sizes", [1, -1, 5], [1.5, -1.5, 3]],
    ["keeps the ranks of zeros", [0, 0, -7], [0, 0, -3]],
  ])("%s", (_, differences, ranks) => {
    expect(signedRanks(differences)).toEqual(ranks);
  });
});

describe("signFlipTest()", () => {
  it("draws independent signs: the sums have their variance", () => {
    // Of forty ones, the share of sums of 12 or more in size is known: P(|2·B(40, ½) − 40| ≥ 12).
    const p = signFlipTest(
      [...Array.from({ length: 26 }, () => 1), ...Array.from({ length: 14 }, () => -1)],
      {
        random: seededRandom(9),
        permutations: 99_999,
      },
    );

    // SciPy: 2 * binom.cdf(14, 40, 0.5).
    expect(Math.abs(p - 0.0807)).toBeLessThan(3 * Math.sqrt((0.0807 * 0.9193) / 100_000) + 5e-5);
  });
});
