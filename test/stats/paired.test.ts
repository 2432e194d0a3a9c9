import { describe, expect, it } from "vitest";

import {
  bootstrapInterval,
  equivalence,
  hodgesLehmann,
  hodgesLehmannInterval,
  sampleSize,
  seededRandom,
  shift,
  signFlipTest,
} from "../../src/stats/index.ts";

const random = () => seededRandom(1);

/** Normal by Box and Muller. */
function normals(count: number, draw: () => number): number[] {
  return Array.from(
    { length: count },
    () => Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw()),
  );
}

/** The depression scale factor IV of Hollander and Wolfe, table 3.1: after minus before. */
const HAMILTON = [-0.952, 0.147, -1.022, -0.43, -0.62, -0.59, -0.49, 0.08, -0.01];

describe("hodgesLehmann()", () => {
  it("gives the published estimate and interval of Hollander and Wolfe's example", () => {
    // R: wilcox.test(y - x, conf.int = TRUE): estimate −0.46, 95.3 % interval [−0.786, −0.010];
    // at 95 % R's exact interval is the same.
    expect(hodgesLehmann(HAMILTON)).toBeCloseTo(-0.46, 3);
    const { low, high } = hodgesLehmannInterval(HAMILTON, { random: random() });
    expect(low).toBeCloseTo(-0.786, 3);
    expect(high).toBeCloseTo(-0.01, 3);
  });

  it("covers the truth as often as it says", () => {
    const draw = seededRandom(20_260_820);
    const trials = 400;
    let covered = 0;
    for (let trial = 0; trial < trials; trial++) {
      const { low, high } = hodgesLehmannInterval(normals(12, draw), { random: draw });
      if (low <= 0 && 0 <= high) covered++;
    }

    // 0.95 ± 3 standard errors of a rate over 400 trials; an exact interval may cover a little more.
    expect(covered / trials).toBeGreaterThan(0.917);
    expect(covered / trials).toBeLessThan(0.99);
  });

  it("resamples where there are ties", () => {
    const { low, high } = hodgesLehmannInterval([1, 1, 2, 2, 3, 3, 0], { random: random() });

    expect(low).toBeGreaterThanOrEqual(0);
    expect(high).toBeLessThanOrEqual(3);
    expect(low).toBeLessThan(high);
  });

  it("ends for values that differ in their last bit only", () => {
    const next = 1_000_000 + 2 ** -33;
    const { low, high } = hodgesLehmannInterval([1_000_000, next, next, next], {
      random: random(),
    });

    expect(next).toBeGreaterThan(1_000_000);
    expect(low).toBeGreaterThanOrEqual(1_000_000);
    expect(high).toBeLessThanOrEqual(next);
  });

  it("resamples the estimate itself, though it takes a shorter way to it", () => {
    const draw = seededRandom(3);
    const tied = [...normals(30, draw), ...normals(30, draw).map((value) => Math.round(value))];
    const { low, high } = hodgesLehmannInterval(tied, { random: random() });
    const expected = bootstrapInterval(tied, hodgesLehmann, { random: random() });

    expect(low).toBeCloseTo(expected.low, 2);
    expect(high).toBeCloseTo(expected.high, 2);
  });

  it("does not trip over two infinities", () => {
    expect(hodgesLehmann([1, Infinity, Infinity])).toBe(Infinity);
  });
});

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

describe("shift()", () => {
  it("tells a ratio at each decile, in an interval that holds it", () => {
    const draw = seededRandom(5);
    const pairs = Array.from({ length: 60 }, () => {
      const baseline = 100 + 50 * draw();
      return [baseline, baseline * 1.5] as const;
    });
    const points = shift(pairs, { random: draw, scale: "ratio", resamples: 200 });

    expect(points.map(({ share }) => share)).toEqual([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]);
    for (const { estimate, interval } of points) {
      expect(estimate).toBeCloseTo(1.5, 9);
      expect(interval.low).toBeCloseTo(1.5, 9);
    }
  });

  it("shows a change that helps the fast half and hurts the slow one", () => {
    const pairs = Array.from(
      { length: 50 },
      (_, index) => [index + 1, 25.5 + 2 * (index - 24.5)] as const,
    );
    const points = shift(pairs, { random: random(), scale: "difference", resamples: 50 });

    expect(points[0]?.estimate).toBeLessThan(0);
    expect(points.at(-1)?.estimate).toBeGreaterThan(0);
  });
});

describe("equivalence()", () => {
  it("needs the whole interval within the margins", () => {
    const small = [-0.3, -0.2, -0.1, 0.05, 0.15, 0.25, 0.02];
    const margins = (size: number) => ({ low: -size, high: size });

    expect(equivalence(small, margins(1), random()).equivalent).toBe(true);
    expect(equivalence(small, margins(0.05), random()).equivalent).toBe(false);
  });

  it("does not take little data for equivalence", () => {
    expect(equivalence([-4, 5], { low: -1, high: 1 }, random()).equivalent).toBe(false);
  });
});

describe("sampleSize()", () => {
  it("promises enough pairs for 80 % power", () => {
    const draw = seededRandom(3);
    const pilot = normals(200, draw);
    const n = sampleSize(pilot, 0.6);
    const trials = 300;
    let found = 0;
    for (let trial = 0; trial < trials; trial++) {
      const differences = normals(n, draw).map((value) => value + 0.6);
      if (signFlipTest(differences, { random: draw, permutations: 199 }) <= 0.05) found++;
    }

    expect(found / trials).toBeGreaterThan(0.73);
  });

  it("refuses an effect of nothing", () => {
    expect(() => sampleSize([1, 2], 0)).toThrow("the effect must not be 0");
  });
});
