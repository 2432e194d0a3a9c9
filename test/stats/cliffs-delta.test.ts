import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { cliffsDelta } from "../../src/stats/index.ts";

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
