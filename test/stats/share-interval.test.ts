import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { newcombeInterval, pairedNewcombeInterval, seededRandom } from "../../src/stats/index.ts";
import { wilsonInterval } from "../../src/stats/share-interval.ts";

describe("wilsonInterval()", () => {
  // Newcombe, "Two-sided confidence intervals for the single proportion", 1998, table I, method 3.
  it.each([
    { hits: 81, of: 263, low: 0.2553, high: 0.3662 },
    { hits: 15, of: 148, low: 0.0624, high: 0.1605 },
    { hits: 0, of: 20, low: 0, high: 0.1611 },
    { hits: 1, of: 29, low: 0.0061, high: 0.1718 },
  ])("is the published interval of $hits in $of", ({ hits, of, low, high }) => {
    const interval = wilsonInterval(hits, of, 0.95);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });
});

describe("newcombeInterval()", () => {
  // Newcombe, "Interval estimation for the difference between independent proportions", 1998,
  // table II, method 10; the first difference is 56/70 − 48/80.
  it.each([
    { a: [48, 80], b: [56, 70], low: 0.0524, high: 0.3339 },
    { a: [3, 10], b: [9, 10], low: 0.1705, high: 0.809 },
    { a: [2, 7], b: [6, 7], low: 0.0582, high: 0.8062 },
    { a: [0, 29], b: [5, 56], low: -0.0381, high: 0.1926 },
    { a: [0, 20], b: [0, 10], low: -0.1611, high: 0.2775 },
    { a: [0, 10], b: [10, 10], low: 0.6075, high: 1 },
  ])("gives the published interval of $b less $a", ({ a, b, low, high }) => {
    const share = ([hits = 0, of = 1]: readonly number[]) => ({ hits, of });
    const interval = newcombeInterval(share(a), share(b));

    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  it("rejects more hits than trials", () => {
    expect(() => newcombeInterval({ hits: 3, of: 2 }, { hits: 1, of: 2 })).toThrow(
      "from 0 to 2: current value is 3",
    );
  });
});

describe("pairedNewcombeInterval()", () => {
  const pairs = fc.record({
    both: fc.nat(60),
    onlyBaseline: fc.nat(60),
    onlyCandidate: fc.nat(60),
    neither: fc.nat({ max: 60 }).map((count) => count + 1),
  });

  it("is the published interval of 36, 12, 2 and 0 pairs", () => {
    const { low, high } = pairedNewcombeInterval({
      both: 36,
      onlyBaseline: 2,
      onlyCandidate: 12,
      neither: 0,
    });

    expect(low).toBeCloseTo(0.0569, 4);
    expect(high).toBeCloseTo(0.3404, 4);
  });

  it("contains its estimate, stays within [−1, 1], and changes sign with the arms", () => {
    fc.assert(
      fc.property(pairs, (counts) => {
        const { estimate, low, high } = pairedNewcombeInterval(counts);
        const turned = pairedNewcombeInterval({
          ...counts,
          onlyBaseline: counts.onlyCandidate,
          onlyCandidate: counts.onlyBaseline,
        });

        expect(low).toBeLessThanOrEqual(estimate);
        expect(high).toBeGreaterThanOrEqual(estimate);
        expect(low).toBeGreaterThanOrEqual(-1);
        expect(high).toBeLessThanOrEqual(1);
        expect(turned.low).toBeCloseTo(-high, 12);
      }),
    );
  });

  it("keeps its coverage for correlated pairs", () => {
    const draw = seededRandom(5);
    const trials = 2_000;
    let covered = 0;
    for (let trial = 0; trial < trials; trial++) {
      const counts = { both: 0, onlyBaseline: 0, onlyCandidate: 0, neither: 0 };
      for (let pair = 0; pair < 30; pair++) {
        const shared = draw();
        const a = (draw() < 0.5 ? shared : draw()) < 0.15;
        const b = (draw() < 0.5 ? shared : draw()) < 0.35;
        counts[a ? (b ? "both" : "onlyBaseline") : b ? "onlyCandidate" : "neither"]++;
      }
      const { low, high } = pairedNewcombeInterval(counts);
      if (low <= 0.2 && 0.2 <= high) covered++;
    }

    // 0.95 − 3 standard errors of a rate over 2,000 trials.
    expect(covered / trials).toBeGreaterThan(0.935);
  });
});
