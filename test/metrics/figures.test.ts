import { describe, expect, it } from "vitest";

import { jitterMad, jitterRfc3550, jitterSd, stallsIn } from "../../src/metrics/index.ts";

describe("jitterSd(), jitterMad(), jitterRfc3550()", () => {
  it("know nothing of fewer than two gaps", () => {
    expect([jitterSd([1]), jitterMad([1]), jitterRfc3550([1])]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("agree with the formulas", () => {
    expect(jitterSd([2, 4, 4, 4, 5, 5, 7, 9])).toBeCloseTo(2.138, 3);
    expect(jitterMad([1, 1, 2, 2, 4, 6, 9])).toBeCloseTo(1.4826, 9);
    expect(jitterRfc3550([20, 36, 20])).toBe(1 + (16 - 1) / 16);
  });
});

describe("stallsIn()", () => {
  it("takes the larger of the two thresholds", () => {
    expect(stallsIn([10, 10, 10, 150])?.count).toBe(0);
    expect(stallsIn([100, 100, 100, 450])?.count).toBe(0);
    expect(stallsIn([100, 100, 100, 550])?.count).toBe(1);
  });

  it("lets the caller say what a stall is", () => {
    expect(stallsIn([10, 10, 10, 150], { medians: 3, leastMs: 50 })?.longestMs).toBe(150);
  });
});
