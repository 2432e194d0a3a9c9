import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { equivalence, seededRandom } from "../../src/stats/index.ts";
import { normals } from "./normals.ts";

const within = (size: number) => ({ low: -size, high: size });

describe("equivalence()", () => {
  const small = [-0.3, -0.2, -0.1, 0.05, 0.15, 0.25, 0.02, -0.07, 0.11, -0.13];

  it("needs the whole interval within the margins", () => {
    expect(equivalence(small, within(1)).equivalent).toBe(true);
    expect(equivalence(small, within(0.05)).equivalent).toBe(false);
  });

  it("requires 10 pairs, however similar", () => {
    expect(() => equivalence(small.slice(1), within(1))).toThrow(
      "Cannot show equivalence as it needs at least 10 pairs: current length is 9",
    );
  });

  it("includes an effect on the edge of the margin, up to rounding", () => {
    const twelve = (value: number) => Array.from({ length: 12 }, () => value);

    expect(equivalence(twelve(5), within(5)).equivalent).toBe(true);
    expect(equivalence(twelve(-5), within(5)).equivalent).toBe(true);
    const ratio = Math.log(210) - Math.log(200);
    expect(equivalence(twelve(ratio), within(Math.log1p(0.05))).equivalent).toBe(true);
    expect(equivalence(twelve(-ratio), within(Math.log1p(0.05))).equivalent).toBe(true);
    expect(equivalence(twelve(5.001), within(5)).equivalent).toBe(false);
  });

  it("has a p of at most alpha if and only if the interval lies within the margins", () => {
    const sample = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 10, maxLength: 70 });
    fc.assert(
      fc.property(sample, fc.constantFrom(0.01, 0.05, 0.1), (values, alpha) => {
        const { p, interval } = equivalence(values, within(2.25), { alpha });

        expect(p <= alpha).toBe(-2.25 <= interval.low && interval.high <= 2.25);
      }),
    );
  });

  it.each([0.01, 0.05])("is wrong about an effect on the margin in %f of runs at most", (alpha) => {
    const draw = seededRandom(8);
    const trials = 2_000;
    let wrong = 0;
    for (let trial = 0; trial < trials; trial++) {
      const differences = normals(12, draw).map((value) => 1 + value / 4);
      if (equivalence(differences, within(1), { alpha }).equivalent) wrong++;
    }

    // Alpha and 3 standard errors of a rate over 2,000 trials.
    expect(wrong / trials).toBeLessThan(alpha + 3 * Math.sqrt((alpha * (1 - alpha)) / trials));
  });
});
