import { describe, expect, it } from "vitest";

import {
  equivalence,
  type Pair,
  pairsToResolve,
  type QuantileOptions,
  resampledQuantiles,
  seededRandom,
  shiftAt,
  signFlipTest,
} from "../../src/stats/index.ts";
import { normals } from "./normals.ts";

const random = () => seededRandom(1);
const DECILES = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

function ratios(pairs: readonly Pair[], options: QuantileOptions) {
  return resampledQuantiles(pairs, options).map((one) => shiftAt(one, "ratio"));
}

describe("signFlipTest()", () => {
  it.each([
    [[1, 2, 3, 4], 2 / 16],
    [[-1, 2, 3, 4], 4 / 16],
    [[1, -1], 1],
    [[0, 0, 0], 1],
    [[5], 1],
  ])("counts all assignments of %j", (differences, p) => {
    expect(signFlipTest(differences, { random: random() })).toBeCloseTo(p, 12);
  });

  it("agrees with the exact count when it draws", () => {
    const differences = [3, -1, 4, 1, -5, 9, 2, 6, -5, 3, 5];
    const exact = signFlipTest(differences, { random: random(), permutations: 2 ** 11 });
    const drawn = signFlipTest(differences, { random: random(), permutations: 2_000 });

    expect(Math.abs(drawn - exact)).toBeLessThan(0.04);
  });

  it("keeps its false-positive rate", () => {
    const draw = seededRandom(20_260_820);
    const trials = 1_000;
    let falsePositives = 0;
    for (let trial = 0; trial < trials; trial++) {
      const p = signFlipTest(normals(15, draw), { random: draw, permutations: 199 });
      if (p <= 0.05) falsePositives++;
    }

    // 0.05 ± 3 standard errors of a rate over 1000 trials.
    expect(falsePositives / trials).toBeGreaterThan(0.029);
    expect(falsePositives / trials).toBeLessThan(0.071);
  });
});

describe("resampledQuantiles(), shiftAt()", () => {
  it("return the ratio at each quantile, within its interval", () => {
    const draw = seededRandom(5);
    const pairs = Array.from({ length: 60 }, () => {
      const baseline = 100 + 50 * draw();
      return [baseline, baseline * 1.5] as const;
    });
    const points = ratios(pairs, { random: draw, shares: DECILES, resamples: 200 });

    expect(points.map(({ share }) => share)).toEqual(DECILES);
    for (const { estimate, interval } of points) {
      expect(estimate).toBeCloseTo(1.5, 9);
      expect(interval.low).toBeCloseTo(1.5, 9);
    }
  });

  it("keep their coverage even for the smallest number of pairs", () => {
    const draw = seededRandom(7);
    const trials = 300;
    let covered = 0;
    for (let trial = 0; trial < trials; trial++) {
      const [a, b] = [normals(17, draw), normals(17, draw)].map((values) => values.map(Math.exp));
      const pairs = a?.map((value, index) => [value, b?.[index] ?? value] as const) ?? [];
      const [point] = ratios(pairs, { random: draw, shares: [0.8], resamples: 400 });
      if (point && point.interval.low <= 1 && 1 <= point.interval.high) covered++;
    }

    // 0.95 − 3 standard errors of a rate over 300 trials.
    expect(covered / trials).toBeGreaterThan(0.912);
  });

  it("show a change that helps the fast half and hurts the slow one", () => {
    const pairs = Array.from(
      { length: 50 },
      (_, index) => [index + 1, 25.5 + 2 * (index - 24.5)] as const,
    );
    const options = { random: random(), shares: DECILES, resamples: 50 };
    const points = resampledQuantiles(pairs, options).map((one) => shiftAt(one, "difference"));

    expect(points[0]?.estimate).toBeLessThan(0);
    expect(points.at(-1)?.estimate).toBeGreaterThan(0);
  });
});

describe("pairsToResolve()", () => {
  it.each([10, 20])(
    "is a run that settles with a power of 0.8, from pilots of %i pairs",
    (pilotPairs) => {
      const draw = seededRandom(20_260_820);
      const pairs = (count: number) => normals(count, draw).map((value) => 0.3 * value);
      const trials = 300;
      let settled = 0;
      for (let trial = 0; trial < trials; trial++) {
        const fresh = pairs(pairsToResolve(pairs(pilotPairs), 0.1));
        if (equivalence(fresh, { low: -0.1, high: 0.1 }).equivalent) settled++;
      }

      // 0.8 − 3 standard errors of a rate over 300 trials.
      expect(settled / trials).toBeGreaterThan(0.73);
    },
  );

  it("does not depend on the observed effect", () => {
    const pilot = normals(20, seededRandom(2));
    const moved = pilot.map((value) => value + 100);

    expect(pairsToResolve(moved, 0.5)).toBe(pairsToResolve(pilot, 0.5));
  });
});
