import { describe, expect, it } from "vitest";

import { seededRandom } from "../../src/stats/index.ts";

const draws = (seed: number | string, count: number) => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, random);
};

describe("seededRandom()", () => {
  it("repeats itself for the same seed and differs for another", () => {
    expect(draws("a", 5)).toEqual(draws("a", 5));
    expect(draws(1, 5)).not.toEqual(draws(2, 5));
  });

  it("is uniform: each tenth holds a tenth of the draws", () => {
    const counts = Array.from({ length: 10 }, () => 0);
    for (const draw of draws(7, 100_000)) {
      const tenth = Math.floor(draw * 10);
      counts[tenth] = (counts[tenth] ?? 0) + 1;
    }
    const chiSquare = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);

    // The 99.9 % quantile of chi-square with 9 degrees of freedom.
    expect(chiSquare).toBeLessThan(27.88);
  });

  it("starts differently for neighbouring seeds", () => {
    const firsts = Array.from({ length: 1_000 }, (_, seed) => draws(seed, 1)[0]);

    expect(new Set(firsts).size).toBe(1_000);
  });

  it("rejects a seed that is not finite", () => {
    expect(() => seededRandom(Number.NaN)).toThrow("current value is NaN");
  });
});
