import { describe, expect, it } from "vitest";

import { benjaminiHochberg, holm } from "../../src/stats/index.ts";

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
