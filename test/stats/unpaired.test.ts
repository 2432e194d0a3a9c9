import fc from "fast-check";
import { describe, expect, it } from "vitest";

import {
  benjaminiHochberg,
  bootstrapInterval,
  brunnerMunzel,
  cliffsDelta,
  holm,
  mean,
  seededRandom,
} from "../../src/stats/index.ts";

describe("bootstrapInterval()", () => {
  it("keeps its coverage of the mean", () => {
    const random = seededRandom(11);
    const trials = 300;
    let covered = 0;
    for (let trial = 0; trial < trials; trial++) {
      const sample = Array.from({ length: 40 }, random);
      const { low, high } = bootstrapInterval(sample, mean, { random, resamples: 400 });
      if (low <= 0.5 && 0.5 <= high) covered++;
    }

    expect(covered / trials).toBeGreaterThan(0.9);
    expect(covered / trials).toBeLessThan(0.985);
  });
});

describe("cliffsDelta()", () => {
  it.each([
    [[1, 2], [3, 4], 1],
    [[3, 4], [1, 2], -1],
    [[1, 2], [1, 2], 0],
    [[1, 2, 3], [2], 0],
  ])("of %j and %j is %s", (a, b, expected) => {
    expect(cliffsDelta(a, b)).toBe(expected);
  });
});

describe("cliffsDelta() of samples with ties and infinities", () => {
  const value = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom(Infinity, -Infinity));
  const sample = fc.array(value, { minLength: 1, maxLength: 20 });

  it("equals a comparison of every pair; two infinite values tie", () => {
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const excess = a.flatMap((x) => b.map((y) => Number(y > x) - Number(y < x)));
        const expected = excess.reduce((sum, one) => sum + one, 0) / excess.length;

        expect(cliffsDelta(a, b)).toBeCloseTo(expected, 12);
      }),
    );
    expect(cliffsDelta([1, Infinity], [2, Infinity])).toBe(0.25);
  });
});

describe("holm(), benjaminiHochberg()", () => {
  it("adjust as R's p.adjust does", () => {
    const p = [0.01, 0.02, 0.03, 0.04, 0.05];

    for (const [index, value] of holm(p).entries()) {
      expect(value).toBeCloseTo([0.05, 0.08, 0.09, 0.09, 0.09][index] ?? 0, 12);
    }
    for (const value of benjaminiHochberg(p)) expect(value).toBeCloseTo(0.05, 12);
  });

  it("never exceed 1 and keep the order of their input", () => {
    expect(holm([0.9, 0.001, 0.8])).toEqual([1, 0.003, 1]);
  });
});

describe("brunnerMunzel()", () => {
  // Brunner and Munzel's example, pain scores; SciPy 1.17.1 brunnermunzel() gives p, and R's
  // lawstat::brunner.munzel.test() the estimate and its interval.
  const y = [1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 2, 4, 1, 1];
  const n = [3, 3, 4, 3, 1, 2, 3, 1, 1, 5, 4];

  it("returns the published estimate, interval and p", () => {
    const { estimate, low, high, p } = brunnerMunzel(y, n);

    expect(estimate).toBeCloseTo(0.788961, 6);
    expect(low).toBeCloseTo(0.5952169, 6);
    expect(high).toBeCloseTo(0.9827052, 6);
    expect(p).toBeCloseTo(0.005786208666151469, 10);
  });

  it("is Cliff's δ on another scale", () => {
    expect(2 * brunnerMunzel(y, n).estimate - 1).toBeCloseTo(cliffsDelta(y, n), 12);
  });
});
