import { describe, expect, it } from "vitest";

import type { Margin } from "../../../src/bench/index.ts";
import { scaledMargin } from "../../../src/report/conclusions/margin.ts";
import { metricFacts } from "../../../src/report/conclusions/metric-facts.ts";
import { fixtureRun } from "../fixture-run.ts";

const run = fixtureRun({ pairs: 2 });

function marginOf(
  key: string,
  baselineMedian: number,
  declared: Readonly<Record<string, Margin>> = {},
) {
  const metric = metricFacts(run, key);
  const plan = { ...run.manifest.plan, margins: declared };
  return scaledMargin(plan, metric, baselineMedian);
}

describe("scaledMargin()", () => {
  it("is 5 % for a slow first token", () => {
    expect(marginOf("ttft@flush", 1000)?.within.high).toBeCloseTo(1.05, 9);
  });

  it("is 20 ms for a fast one, because 5 % would be imperceptible", () => {
    expect(marginOf("ttft@flush", 100)).toMatchObject({
      scale: "difference",
      within: { low: -20, high: 20 },
      margin: { kind: "difference", by: 20 },
    });
  });

  it("is 5 % of the time per token and 10 % of the 95th percentile of the gaps", () => {
    expect(marginOf("tpot@wire", 20)?.within.high).toBeCloseTo(1.05, 9);
    expect(marginOf("icl_p95@wire", 20)?.within.high).toBeCloseTo(1.1, 9);
  });

  it("is what the plan declares", () => {
    const declared = { "ttft@flush": { kind: "ratio", share: 0.3 } } as const;

    expect(marginOf("ttft@flush", 100, declared)).toMatchObject({
      margin: { kind: "ratio", share: 0.3 },
    });
    expect(marginOf("ttft@flush", 100, declared)?.within.low).toBeCloseTo(1 / 1.3, 9);
  });

  it("keeps its scale, even if the metric is compared on another", () => {
    const declared = { "ttft@flush": { kind: "difference", by: 50 } } as const;

    expect(marginOf("ttft@flush", 200, declared)).toMatchObject({
      scale: "difference",
      margin: { kind: "difference", by: 50 },
    });
    const share = { "added_delay@flush": { kind: "ratio", share: 0.1 } } as const;
    expect(marginOf("added_delay@flush", 30, share)).toMatchObject({
      scale: "difference",
      within: { low: -3, high: 3 },
      margin: { kind: "ratio", share: 0.1 },
    });
  });

  it("is undefined if neither the plan nor the metric declares one", () => {
    expect(marginOf("old_metric@wire", 50)).toBeUndefined();
    expect(
      marginOf("added_delay@flush", 0, { "added_delay@flush": { kind: "ratio", share: 0.1 } }),
    ).toBeUndefined();
  });
});
