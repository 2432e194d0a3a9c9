import { describe, expect, it } from "vitest";

import { flippedSignsP, signedRanks } from "../../src/report/flipped-signs.ts";
import { seededRandom } from "../../src/stats/index.ts";

describe("signedRanks()", () => {
  it("ranks by size and keeps the sign", () => {
    expect(signedRanks([0.1, -3, 2])).toEqual([1, -3, 2]);
  });

  it("gives equal sizes the mean of their places", () => {
    expect(signedRanks([1, -1, 5])).toEqual([1.5, -1.5, 3]);
  });

  it("keeps the places of zeros", () => {
    expect(signedRanks([0, 0, -7])).toEqual([0, 0, -3]);
  });

  it("ranks what is infinite last", () => {
    expect(signedRanks([Infinity, 1e9, -Infinity])).toEqual([2.5, 1, -2.5]);
  });
});

describe("flippedSignsP()", () => {
  it("gives the exact p of Wilcoxon's test for a small sample", () => {
    // All of 6 differences on one side: 2 of 2⁶ assignments are as extreme.
    expect(flippedSignsP(signedRanks([1, 2, 3, 4, 5, 6]), seededRandom(1))).toBe(2 / 64);
  });

  it("is 1 where no pair differs", () => {
    expect(flippedSignsP([0, 0, 0], seededRandom(1))).toBe(1);
  });
});
