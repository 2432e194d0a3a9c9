import { describe, expect, it } from "vitest";

import { failureRates, wilson } from "../../src/report/failure-rates.ts";

describe("wilson()", () => {
  // Newcombe, "Two-sided confidence intervals for the single proportion", 1998, table I, method 3.
  it.each([
    { hits: 81, of: 263, low: 0.2553, high: 0.3662 },
    { hits: 15, of: 148, low: 0.0624, high: 0.1605 },
    { hits: 0, of: 20, low: 0, high: 0.1611 },
    { hits: 1, of: 29, low: 0.0061, high: 0.1718 },
  ])("gives the published interval of $hits in $of", ({ hits, of, low, high }) => {
    expect(wilson(hits, of).low).toBeCloseTo(low, 4);
    expect(wilson(hits, of).high).toBeCloseTo(high, 4);
  });
});

describe("failureRates()", () => {
  it("knows nothing of no pairs", () => {
    expect(failureRates([])).toBeUndefined();
  });
});
