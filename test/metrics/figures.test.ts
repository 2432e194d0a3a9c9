import { describe, expect, it } from "vitest";

import { jitterMad, jitterRfc3550, jitterSd } from "../../src/metrics/jitter.ts";
import { stallsIn } from "../../src/metrics/index.ts";

describe("jitterSd(), jitterMad(), jitterRfc3550()", () => {
  it("are undefined for fewer than two gaps", () => {
    expect([jitterSd([1]), jitterMad([1]), jitterRfc3550([1])]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("agree with the formulas", () => {
    expect(jitterSd([2, 4, 4, 4, 5, 5, 7, 9])).toBeCloseTo(2.138, 3);
    expect(jitterMad([1, 1, 2, 2, 4, 6, 9])).toBeCloseTo(1.4826, 9);
    // From 20, which is the median: 0, then 16 / 16, then 15 / 16 of that.
    expect(jitterRfc3550([20, 36, 20])).toBe(15 / 16);
  });
});

describe("jitterRfc3550()", () => {
  it("agrees with RFC 3550 on sends at 0, 20 … 100 and arrivals at 100, 121, 139, 165, 180, 200", () => {
    const gaps = [21, 18, 26, 15, 20];
    const after = (count: number) => jitterRfc3550(gaps.slice(0, count), [20, 20, 20, 20, 20]);

    expect([1, 2, 3, 4, 5].map((count) => after(count)?.toFixed(4))).toEqual([
      "0.0625",
      "0.1836",
      "0.5471",
      "0.8254",
      "0.7738",
    ]);
    // The median gap is the sender's here.
    expect(jitterRfc3550(gaps)).toBeCloseTo(0.7738, 4);
  });

  it("subtracts the sender's wait from a gap", () => {
    expect(jitterRfc3550([20, 500, 20], [20, 500, 20])).toBe(0);
    expect(jitterRfc3550([20, 500, 20])).toBeCloseTo((480 / 16) * (15 / 16), 9);
  });
});

describe("stallsIn()", () => {
  it("uses the larger of the two thresholds", () => {
    expect(stallsIn([10, 10, 10, 150])?.count).toBe(0);
    expect(stallsIn([100, 100, 100, 450])?.count).toBe(0);
    expect(stallsIn([100, 100, 100, 550])?.count).toBe(1);
  });

  it("accepts other definitions of a stall", () => {
    expect(stallsIn([10, 10, 10, 150], { medians: 3, leastMs: 50 })?.longestMs).toBe(150);
  });
});
