import { describe, expect, it } from "vitest";

import {
  countVerdicts,
  mostHits,
  VERDICT_CASES,
} from "../../benchmarks/workloads/verdict-rates.ts";

/** The whole table, 1,000 runs a cell, is printed by benchmarks/suites/verdicts.bench.ts. */
const RUNS = 24;

describe.each(VERDICT_CASES)("conclude() on $name", (verdictCase) => {
  it.each([5, 6, 10, 30])("is false no more often than α from %i pairs", (pairs) => {
    const rates = countVerdicts(verdictCase, { pairs, runs: RUNS });
    const most = mostHits(0.05, RUNS);

    expect(rates.falselyDifferent).toBeLessThanOrEqual(most);
    expect(rates.falselyEquivalent).toBeLessThanOrEqual(pairs < 10 ? 0 : most);
    expect(rates.falselyUneven).toBeLessThanOrEqual(pairs < 10 ? 0 : most);
    expect(rates.intervals - rates.covered).toBeLessThanOrEqual(mostHits(0.05, rates.intervals));
    expect(1 - rates.quantilesCovered / Math.max(1, rates.quantiles)).toBeLessThanOrEqual(
      rates.quantiles === 0 ? 1 : most / RUNS,
    );
    if (pairs < 6) expect(rates.intervals).toBe(0);
  });
});
