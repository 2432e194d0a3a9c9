import { describe, expect, it } from "vitest";

import {
  bootstrapInterval,
  brunnerMunzel,
  cliffsDelta,
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
