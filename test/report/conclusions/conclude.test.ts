import { describe, expect, it } from "vitest";

import { describeRun } from "../describe-run.ts";
import type { RequestRecord } from "../../../src/bench/index.ts";
import { arm, fixtureRun, INVALID, only, VALID } from "../fixture-run.ts";

const TTFT_ONLY = only("ttft@flush");

describe("conclude() on a clear effect", () => {
  const found = describeRun(fixtureRun({ ttftRatio: 1.25 }));
  const [ttft] = found.primary;

  it("finds the true ratio inside its interval", () => {
    expect(ttft?.comparison?.effect.estimate).toBeCloseTo(1.25, 1);
    expect(ttft?.comparison?.effect.low).toBeLessThan(1.25);
    expect(ttft?.comparison?.effect.high).toBeGreaterThan(1.25);
  });

  it("describes it in the metric's terms", () => {
    expect(ttft?.verdict).toEqual({
      kind: "different",
      direction: "higher",
      isBetter: false,
      words: "slower",
    });
  });

  it("is one sentence with absolute values", () => {
    expect(found.headline).toMatch(
      /^Compared with immediate, count-or-time shows its first token [\d.]+ ms later \(median \d+ → \d+ ms\)\.$/,
    );
  });

  it("is “faster” if the candidate is", () => {
    const [faster] = describeRun(fixtureRun({ ttftRatio: 0.8 })).primary;

    expect(faster?.verdict).toMatchObject({ words: "faster", isBetter: true });
  });

  it("is deterministic", () => {
    expect(describeRun(fixtureRun({ ttftRatio: 1.25 }))).toEqual(found);
  });

  it("compares a metric that can be 0 by difference, even if one arm is always 0", () => {
    const plan = { primary: ["added_delay@flush"] };
    const [delay] = describeRun(fixtureRun({ plan })).primary;

    expect(delay?.comparison?.scale).toBe("difference");
    expect(delay?.comparison?.effect.estimate).toBeGreaterThan(27);
    expect(delay?.verdict).toMatchObject({ words: "higher added delay", isBetter: false });
  });

  it("adjusts p for the family of primary metrics", () => {
    const plan = { primary: ["ttft@flush", "tpot@flush", "added_delay@flush"] };
    const { primary } = describeRun(fixtureRun({ plan }));

    for (const { comparison } of primary) {
      expect(comparison?.adjustedP).toBeGreaterThanOrEqual(comparison?.p ?? 1);
    }
    expect(primary[2]?.comparison?.adjustedP).toBeCloseTo(3 * (primary[2]?.comparison?.p ?? 1), 9);
  });
});

describe("conclude() on arms that are alike", () => {
  it("calls them equivalent when the interval lies inside the margin", () => {
    const [ttft] = describeRun(fixtureRun({ pairs: 60, noise: 0.03, change: TTFT_ONLY })).primary;

    expect(ttft?.verdict?.kind).toBe("equivalent");
    expect(ttft?.comparison?.equivalence?.holds).toBe(true);
  });

  it("has a verdict for a reliable difference within the margin", () => {
    const plan = { margins: { "ttft@flush": { kind: "ratio", share: 0.2 } } } as const;
    const [ttft] = describeRun(
      fixtureRun({ pairs: 60, noise: 0.02, ttftRatio: 1.05, plan, change: TTFT_ONLY }),
    ).primary;

    expect(ttft?.comparison?.p).toBeLessThan(0.01);
    expect(ttft?.verdict).toMatchObject({
      kind: "negligible",
      direction: "higher",
      words: "slower, but within the margin",
    });
  });

  it("is inconclusive if the run is too small, with the number of pairs that would settle it", () => {
    const found = describeRun(fixtureRun({ pairs: 12, noise: 0.35 }));
    const [ttft] = found.primary;

    expect(ttft?.verdict?.kind).toBe("inconclusive");
    expect(ttft?.comparison?.pairsToSettle).toBeGreaterThan(12);
    expect(found.headline).toMatch(
      /is inconclusive for .* \(median \d+ → \d+ ms\), about [\d,]+ pairs would settle it \(margin 20 ms\)/,
    );
  });

  it("never claims that there is no difference", () => {
    expect(describeRun(fixtureRun({ pairs: 12, noise: 0.35 })).headline).not.toMatch(
      /no difference/,
    );
  });
});

describe("conclude() when nothing may be concluded", () => {
  it.each([
    ["invalid", fixtureRun({ ttftRatio: 2, validity: INVALID })],
    ["not-judged", fixtureRun({ ttftRatio: 2, validity: undefined })],
    ["too-few-pairs", fixtureRun({ pairs: 5 })],
  ])("gives no estimate and no p when the run is %s", (because, run) => {
    const { outcome, primary, exploratory, headline } = describeRun(run);

    expect(outcome).toMatchObject({ kind: "no-conclusion", because });
    expect(headline).toMatch(/^No conclusion: /);
    for (const { comparison } of [...primary, ...exploratory]) expect(comparison).toBeUndefined();
  });

  it("names the broken gate", () => {
    expect(describeRun(fixtureRun({ validity: INVALID })).headline).toContain(
      "event loop was late by 140 ms",
    );
  });

  it("still gives each arm's own medians", () => {
    const [ttft] = describeRun(fixtureRun({ validity: INVALID })).primary;

    expect(ttft?.arms.map(({ requests }) => requests)).toEqual([40, 40]);
    expect(ttft?.arms[0]?.median).toBeGreaterThan(100);
  });

  it("concludes from a degraded run, whose figures carry an error but are usable", () => {
    const validity = { ...VALID, verdict: "degraded" } as const;

    expect(describeRun(fixtureRun({ validity })).outcome.kind).toBe("concluded");
  });
});

describe("the headline of a degraded or incomplete run", () => {
  const interrupted = (pairs: number) => {
    const run = fixtureRun({ pairs, ttftRatio: 1.25, plan: { pairs: 30 } });
    return describeRun({ ...run, manifest: { ...run.manifest, status: "interrupted" } });
  };

  it("mentions that it is degraded", () => {
    const validity = { ...VALID, verdict: "degraded" } as const;

    expect(describeRun(fixtureRun({ validity })).headline).toMatch(
      /^Compared with immediate, in a degraded run, count-or-time /,
    );
  });

  it("mentions that it was interrupted", () => {
    expect(interrupted(12).headline).toMatch(
      /^Compared with immediate, in a run interrupted after 12 of 30 pairs, count-or-time /,
    );
  });

  it("does not call a run invalid that was interrupted before any pair", () => {
    const run = fixtureRun({ pairs: 0, validity: INVALID, plan: { pairs: 30 } });
    const found = describeRun({ ...run, manifest: { ...run.manifest, status: "interrupted" } });

    expect(found.headline).toBe(
      "No conclusion: the run was interrupted before any pair was complete.",
    );
    expect(found.notes).toEqual([]);
  });
});

describe("conclude() on a tail", () => {
  it("calls arms only typically equivalent if a quantile is reliably outside the margin", () => {
    // 35 of 40 alike, five answers fifteen times slower: the typical request shows nothing.
    const change = (record: RequestRecord): RequestRecord => {
      const slow = record.arm !== "immediate" && record.pair % 8 === 0;
      const ms = (100 + (record.pair % 7)) * (slow ? 15 : 1);
      return { ...record, metrics: { "ttft@flush": ms } };
    };
    const found = describeRun(fixtureRun({ pairs: 40, change }));
    const [ttft] = found.primary;

    expect(ttft?.verdict).toMatchObject({
      kind: "equivalent-in-the-middle",
      isBetter: false,
      words: "typically equivalent, slower at p90",
    });
    expect(found.headline).toMatch(/typically equivalent.*but slower at p90 \(×/);
    expect(ttft?.arms[1]).toMatchObject({ requests: 40, p95: undefined });
    expect(ttft?.arms[1]?.p90).toBeGreaterThan(1000);
  });
});

describe("conclude() on an effect that the client cannot measure", () => {
  it("is below accuracy if the client's error in one arm is as large", () => {
    // The server answers both arms alike; the client is 100 ms late in most of the candidate's answers.
    const change = (record: RequestRecord): RequestRecord => {
      const late = record.arm !== "immediate" && record.pair % 5 !== 0 ? 100 : 0;
      const trueMs = 300 + (record.pair % 11);
      return {
        ...record,
        metrics: { "ttft@wire": trueMs + late, "ttft@flush": trueMs + late },
        truth: { ttftMs: trueMs, medianItlMs: undefined, latenessP99Ms: 0 },
      };
    };
    const found = describeRun(fixtureRun({ change }));

    expect(found.primary[0]?.verdict).toEqual({
      kind: "below-accuracy",
      words: "below this client’s accuracy",
    });
    expect(found.headline).toMatch(/by no more than this client’s measurement error/);
  });
});

describe("conclude() along the distribution", () => {
  it("reports where the effect changes sign", () => {
    // Fast prompts get faster, slow ones slower.
    const change = (record: RequestRecord): RequestRecord => {
      const ms = record.metrics["ttft@flush"] ?? 0;
      return record.arm === "immediate"
        ? record
        : { ...record, metrics: { "ttft@flush": 200 * (ms / 200) ** 2 } };
    };

    expect(describeRun(fixtureRun({ pairs: 120, noise: 0.01, change })).headline).toMatch(
      /changes sign across quantiles: lower at p10 to p\d0, higher at p\d0 to p95/,
    );
  });

  it("estimates p95 only with enough requests", () => {
    const quantiles = (pairs: number) =>
      describeRun(fixtureRun({ pairs, change: TTFT_ONLY })).primary[0]?.comparison?.shifts.map(
        ({ quantile }) => quantile,
      );

    expect(quantiles(71)?.at(-1)).toBe(0.9);
    expect(quantiles(72)?.at(-1)).toBe(0.95);
  });
});

describe("conclude() on one arm", () => {
  const run = fixtureRun({ plan: { arms: [arm("immediate")] } });
  const { outcome, headline, primary, comparability } = describeRun(run);

  it("describes it and compares nothing", () => {
    expect(outcome.kind).toBe("described");
    expect(comparability).toEqual([]);
    expect(primary[0]?.comparison).toBeUndefined();
    expect(primary[0]?.verdict).toBeUndefined();
    expect(headline).toMatch(
      /^One arm, no comparison: immediate, 40 requests, 0 failed; median time to first token after the buffer \d+ ms\.$/,
    );
  });
});

describe("conclude() on the metrics that were not declared", () => {
  it("gives them estimates and an adjusted p, but no verdict", () => {
    const { exploratory } = describeRun(fixtureRun());

    expect(exploratory.map(({ metric }) => metric.key)).not.toContain("ttft@flush");
    for (const { verdict, comparison } of exploratory) {
      expect(verdict).toBeUndefined();
      expect(comparison?.adjustedP).toBeGreaterThanOrEqual(comparison?.p ?? 1);
    }
  });

  it("keeps a metric that the catalogue no longer knows", () => {
    const change = (record: RequestRecord): RequestRecord => ({
      ...record,
      metrics: { ...record.metrics, "old_metric@wire": record.order },
    });
    const { exploratory } = describeRun(fixtureRun({ change }));

    expect(exploratory.at(-1)?.metric).toMatchObject({ name: "old_metric", better: "neither" });
  });
});
