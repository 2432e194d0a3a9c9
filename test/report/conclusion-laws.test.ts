import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { MetricConclusion } from "../../src/report/index.ts";
import { describeRun } from "./describe-run.ts";
import { hardRuns } from "./hard-runs.ts";

/** Checks the conclusions from many difficult runs. */
function holds(
  law: (found: ReturnType<typeof describeRun>, run: Parameters<typeof describeRun>[0]) => void,
) {
  fc.assert(
    fc.property(hardRuns(), (run) => law(describeRun(run), run)),
    { numRuns: 80 },
  );
}

const metricsOf = ({ primary, exploratory }: ReturnType<typeof describeRun>) => [
  ...primary,
  ...exploratory,
];

describe("conclude() of any run", () => {
  it("counts every complete pair once, over the run and for each metric", () => {
    holds((found) => {
      const { complete, answered, baselineFailed, candidateFailed, bothFailed } = found.pairs;
      const failed = baselineFailed + candidateFailed + bothFailed;

      expect(answered + failed).toBe(complete);
      for (const { tally } of metricsOf(found)) {
        if (tally === undefined) continue;
        expect(tally.compared + tally.withoutFigure).toBe(answered);
        expect(tally.baselineFailed + tally.candidateFailed + tally.bothFailed).toBe(failed);
      }
    });
  });

  it("mentions failures and a degraded or incomplete run in the headline", () => {
    holds(({ headline, arms, outcome, validity, pairs }) => {
      if (arms.some(({ failed }) => failed > 0)) expect(headline).toContain(" failed ");
      if (outcome.kind !== "concluded") return;
      if (validity?.verdict === "degraded") expect(headline).toContain("degraded run");
      if (pairs.complete < pairs.planned) {
        expect(headline).toMatch(/run (?:interrupted|that ended) after/u);
      }
    });
  });

  it("gives a direction only on the interval's side, and equivalence only within the margin", () => {
    holds((found, { manifest: { plan } }) => {
      for (const one of found.primary) requireVerdictFits(one, plan.alpha);
    });
  });

  it("orders estimates, intervals and quantiles, and keeps p-values in (0, 1]", () => {
    holds((found) => {
      for (const { comparison, arms } of metricsOf(found)) {
        for (const { median, p90, p95, p99, max } of arms) {
          const known = [median, p90, p95, p99, max].filter((value) => value !== undefined);
          expect(known).toEqual(known.toSorted((a, b) => a - b));
        }
        if (comparison === undefined) continue;
        const { effect, p, adjustedP, cliffsDelta, shifts } = comparison;
        expect(
          [effect, ...shifts].every(
            ({ low, estimate, high }) => low <= estimate && estimate <= high,
          ),
        ).toBe(true);
        expect(p).toBeGreaterThan(0);
        expect(adjustedP).toBeGreaterThanOrEqual(p);
        expect(adjustedP).toBeLessThanOrEqual(1);
        expect(Math.abs(cliffsDelta)).toBeLessThanOrEqual(1);
      }
    });
  });
});

function requireVerdictFits(
  { verdict, comparison }: Pick<MetricConclusion, "verdict" | "comparison">,
  alpha: number,
): void {
  if (verdict === undefined || comparison === undefined) return;
  const { scale, effect, adjustedP, equivalence, pairs } = comparison;
  const none = scale === "ratio" ? 1 : 0;
  if ("direction" in verdict) {
    expect(adjustedP).toBeLessThanOrEqual(alpha);
    if (verdict.direction === "higher") expect(effect.low).toBeGreaterThan(none);
    else expect(effect.high).toBeLessThan(none);
  }
  if (equivalence?.holds === true) {
    expect(pairs).toBeGreaterThanOrEqual(10);
    expect(equivalence.low).toBeGreaterThanOrEqual(equivalence.within.low - 1e-9);
    expect(equivalence.high).toBeLessThanOrEqual(equivalence.within.high + 1e-9);
  }
}
