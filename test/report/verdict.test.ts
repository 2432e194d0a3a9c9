import { describe, expect, it } from "vitest";

import { conclude } from "../../src/report/index.ts";
import type { RequestRecord } from "../../src/bench/index.ts";
import { arm, fixtureRun, INVALID, only, VALID } from "./fixture-run.ts";

const TTFT_ONLY = only("ttft@flush");

const FAILED = {
  kind: "failed",
  raw: undefined,
  failure: { code: "connection-lost", receivedBytes: 12, cause: "ECONNRESET" },
} as const;

function failing(when: (record: RequestRecord) => boolean) {
  return (record: RequestRecord): RequestRecord =>
    when(record) ? { ...record, end: FAILED, metrics: {} } : record;
}

describe("conclude() on a clear effect", () => {
  const found = conclude(fixtureRun({ ttftRatio: 1.25 }));
  const [ttft] = found.primary;

  it("finds the true ratio inside its interval", () => {
    expect(ttft?.comparison?.effect.estimate).toBeCloseTo(1.25, 1);
    expect(ttft?.comparison?.effect.low).toBeLessThan(1.25);
    expect(ttft?.comparison?.effect.high).toBeGreaterThan(1.25);
  });

  it("calls it in the metric's own words", () => {
    expect(ttft?.verdict).toEqual({
      kind: "different",
      direction: "higher",
      isBetter: false,
      words: "slower",
    });
  });

  it("is one plain sentence with absolute values", () => {
    expect(found.headline).toMatch(
      /^Against immediate, count-or-time shows its first token [\d.]+ ms later \(median \d+ → \d+ ms\)\.$/,
    );
  });

  it("says faster where the candidate is", () => {
    const [faster] = conclude(fixtureRun({ ttftRatio: 0.8 })).primary;

    expect(faster?.verdict).toMatchObject({ words: "faster", isBetter: true });
  });

  it("concludes the same each time", () => {
    expect(conclude(fixtureRun({ ttftRatio: 1.25 }))).toEqual(found);
  });

  it("compares what can be 0 by difference, though one arm is always 0", () => {
    const plan = { primary: ["added_delay@flush"] };
    const [delay] = conclude(fixtureRun({ plan })).primary;

    expect(delay?.comparison?.scale).toBe("difference");
    expect(delay?.comparison?.effect.estimate).toBeGreaterThan(27);
    expect(delay?.verdict).toMatchObject({ words: "higher added delay", isBetter: false });
  });

  it("adjusts p for the family of primary metrics", () => {
    const plan = { primary: ["ttft@flush", "tpot@flush", "added_delay@flush"] };
    const { primary } = conclude(fixtureRun({ plan }));

    for (const { comparison } of primary) {
      expect(comparison?.adjustedP).toBeGreaterThanOrEqual(comparison?.p ?? 1);
    }
    expect(primary[2]?.comparison?.adjustedP).toBeCloseTo(3 * (primary[2]?.comparison?.p ?? 1), 9);
  });
});

describe("conclude() on arms that are alike", () => {
  it("calls them equivalent when the interval lies inside the margin", () => {
    const [ttft] = conclude(fixtureRun({ pairs: 60, noise: 0.03, change: TTFT_ONLY })).primary;

    expect(ttft?.verdict?.kind).toBe("equivalent");
    expect(ttft?.comparison?.equivalence?.holds).toBe(true);
  });

  it("has words of its own for a difference that is real but inside the margin", () => {
    const plan = { margins: { "ttft@flush": { kind: "ratio", share: 0.2 } } } as const;
    const [ttft] = conclude(
      fixtureRun({ pairs: 60, noise: 0.02, ttftRatio: 1.05, plan, change: TTFT_ONLY }),
    ).primary;

    expect(ttft?.comparison?.p).toBeLessThan(0.01);
    expect(ttft?.verdict).toMatchObject({
      kind: "negligible",
      direction: "higher",
      words: "slower, but inside the margin",
    });
  });

  it("is inconclusive where the run is too small, and says how many pairs would settle it", () => {
    const found = conclude(fixtureRun({ pairs: 12, noise: 0.35 }));
    const [ttft] = found.primary;

    expect(ttft?.verdict?.kind).toBe("inconclusive");
    expect(ttft?.comparison?.pairsToSettle).toBeGreaterThan(12);
    expect(found.headline).toMatch(
      /is inconclusive in .* \(median \d+ → \d+ ms\), about [\d,]+ pairs would settle the margin of 20 ms/,
    );
  });

  it("never says that there is no difference", () => {
    expect(conclude(fixtureRun({ pairs: 12, noise: 0.35 })).headline).not.toMatch(/no difference/);
  });
});

describe("conclude() where nothing may be concluded", () => {
  it.each([
    ["invalid", fixtureRun({ ttftRatio: 2, validity: INVALID })],
    ["not-judged", fixtureRun({ ttftRatio: 2, validity: undefined })],
    ["too-few-pairs", fixtureRun({ pairs: 5 })],
  ])("gives no estimate and no p when the run is %s", (because, run) => {
    const { outcome, primary, exploratory, headline } = conclude(run);

    expect(outcome).toMatchObject({ kind: "no-conclusion", because });
    expect(headline).toMatch(/^No conclusion: /);
    for (const { comparison } of [...primary, ...exploratory]) expect(comparison).toBeUndefined();
  });

  it("names the broken gate", () => {
    expect(conclude(fixtureRun({ validity: INVALID })).headline).toContain(
      "event loop was late by 140 ms",
    );
  });

  it("still gives each arm's own medians", () => {
    const [ttft] = conclude(fixtureRun({ validity: INVALID })).primary;

    expect(ttft?.arms.map(({ requests }) => requests)).toEqual([40, 40]);
    expect(ttft?.arms[0]?.median).toBeGreaterThan(100);
  });

  it("concludes from a degraded run, whose figures carry an error but mean something", () => {
    const validity = { ...VALID, verdict: "degraded" } as const;

    expect(conclude(fixtureRun({ validity })).outcome.kind).toBe("concluded");
  });
});

describe("conclude() on arms that are not comparable", () => {
  const isCandidate = ({ arm: name }: RequestRecord) => name === "count-or-time";

  const halfAsLong = (record: RequestRecord): RequestRecord =>
    isCandidate(record) ? { ...record, outputTokens: { total: 60, reasoning: undefined } } : record;

  it.each<[string, (record: RequestRecord) => RequestRecord]>([
    ["lengths", halfAsLong],
    [
      "token-source",
      (record) => (isCandidate(record) ? { ...record, tokensSource: "estimated" } : record),
    ],
    [
      "ends",
      (record) =>
        isCandidate(record) ? { ...record, end: { kind: "stop", raw: "stop" } } : record,
    ],
    ["exactness", (record) => (record.pair === 7 ? { ...record, exact: false } : record)],
  ])("breaks the check of %s", (id, change) => {
    const { comparability } = conclude(fixtureRun({ change }));

    expect(
      comparability.filter((check) => check.outcome === "broken").map((check) => check.id),
    ).toEqual([id]);
  });

  it("refuses only what depends on what differs", () => {
    const plan = { primary: ["ttft@flush", "tpot@flush", "e2e@flush"] };
    const { outcome, primary, headline } = conclude(fixtureRun({ plan, change: halfAsLong }));
    const [ttft, tpot, e2e] = primary;

    expect(outcome.kind).toBe("concluded");
    expect(ttft?.comparability).toEqual({ kind: "comparable", notes: [] });
    expect(tpot?.comparability).toMatchObject({ kind: "comparable", notes: [/in tokens: −50 %/] });
    expect(tpot?.comparison).toBeDefined();
    expect(e2e?.comparison).toBeUndefined();
    expect(e2e?.verdict).toMatchObject({ kind: "not-comparable", why: /in tokens: −50 %/ });
    expect(headline).toMatch(/cannot be compared in end-to-end time after the buffer/);
  });

  it("compares no tokens with deltas", () => {
    const plan = { primary: ["ttft@flush", "tpot@flush"] };
    const change = (record: RequestRecord): RequestRecord =>
      isCandidate(record) ? { ...record, tokensSource: "estimated" } : record;
    const [ttft, tpot] = conclude(fixtureRun({ plan, change })).primary;

    expect(ttft?.comparison).toBeDefined();
    expect(tpot?.verdict).toMatchObject({
      kind: "not-comparable",
      why: "tokens are counted by the provider in the baseline and estimated from the deltas in the candidate",
    });
  });

  it("concludes nothing where no primary metric may be compared", () => {
    const plan = { primary: ["e2e@flush"] };
    const { outcome } = conclude(fixtureRun({ plan, change: halfAsLong }));

    expect(outcome).toMatchObject({ kind: "no-conclusion", because: "not-comparable" });
  });

  it("does not hold a check that so few pairs cannot decide", () => {
    // Half three times as long, half three times shorter: equally long only on average.
    const change = (record: RequestRecord): RequestRecord =>
      isCandidate(record)
        ? {
            ...record,
            outputTokens: { total: record.pair % 2 === 0 ? 360 : 40, reasoning: undefined },
          }
        : record;
    const lengths = conclude(fixtureRun({ pairs: 20, change })).comparability.find(
      ({ id }) => id === "lengths",
    );

    expect(lengths?.outcome).not.toBe("held");
  });

  it("needs no p to see that every one of 5 answers is ten times longer", () => {
    const change = (record: RequestRecord): RequestRecord =>
      isCandidate(record)
        ? { ...record, outputTokens: { total: 1200, reasoning: undefined } }
        : record;
    const { comparability } = conclude(fixtureRun({ pairs: 5, change }));

    expect(comparability.find(({ id }) => id === "lengths")?.outcome).toBe("broken");
  });

  it("cannot decide on reasons to end from 5 pairs", () => {
    const change = (record: RequestRecord): RequestRecord =>
      isCandidate(record) ? { ...record, end: { kind: "stop", raw: "stop" } } : record;
    const { comparability } = conclude(fixtureRun({ pairs: 5, change }));

    expect(comparability.find(({ id }) => id === "ends")?.outcome).toBe("not-decided");
  });

  it("breaks when one recording comes out of two buffers as two texts", () => {
    const plan = { mode: "replay" } as const;
    const change = (record: RequestRecord) =>
      record.id === "3-immediate" ? { ...record, textSha256: "1".repeat(64) } : record;

    expect(conclude(fixtureRun({ plan, change })).outcome.kind).toBe("no-conclusion");
  });
});

describe("conclude() with failed requests", () => {
  const change = failing(({ pair, arm: name }) => pair < 4 && (pair < 1 || name !== "immediate"));
  const found = conclude(fixtureRun({ ttftRatio: 1.25, change }));

  it("puts what failed first, with rates, kinds and interval", () => {
    expect(found.headline).toMatch(
      /^count-or-time failed in 4 of 40 requests \(10 %: cut\) and immediate in 1 of 40 requests \(2\.5 %: cut\); difference \+8 points, 95 % interval \[[^\]]+\]\. Against immediate, among the 36 pairs that both answered, count-or-time shows/,
    );
  });

  it("counts every pair that is in no estimate", () => {
    expect(found.pairs).toEqual({
      planned: 40,
      complete: 40,
      answered: 36,
      baselineFailed: 0,
      candidateFailed: 3,
      bothFailed: 1,
    });
    expect(found.primary[0]?.comparison?.pairs).toBe(36);
    expect(found.notes[0]).toBe(
      "Failed pairs, 4 of 40: only count-or-time in 3, both in 1: in no estimate of timing and in no test of equivalence",
    );
  });

  it("says what ranking one-sided failures as worst would change", () => {
    expect(found.notes.at(-1)).toMatch(/^Ranking each one-sided failure as worse .* changes no/);
    const faster = conclude(
      fixtureRun({
        ttftRatio: 0.8,
        change: failing(({ pair, arm: name }) => pair % 3 === 0 && name !== "immediate"),
      }),
    );

    expect(faster.primary[0]?.verdict).toMatchObject({ words: "faster" });
    expect(faster.notes.at(-1)).toMatch(/leaves no direction in time to first token/);
  });

  it("says when ranking one-sided failures as worse than any figure changes the direction", () => {
    const oneSided = failing(({ arm: name, pair }) => name === "count-or-time" && pair % 10 === 3);
    const comparisonOf = (ttftRatio: number) =>
      conclude(fixtureRun({ ttftRatio, noise: 0.1, change: oneSided })).primary[0]?.comparison;

    expect(comparisonOf(2)).toMatchObject({
      pairs: 36,
      withFailures: { pairs: 40, direction: "higher", changesDirection: false },
    });
    const faster = comparisonOf(0.93);
    expect(faster?.effect.high).toBeLessThan(1);
    expect(faster?.withFailures).toMatchObject({ direction: undefined, changesDirection: true });
  });

  it.each([
    ["all pairs failed on both sides", 0],
    ["five pairs were answered by both", 5],
  ])("estimates no time if %s", (_, answered) => {
    const dying = failing(({ pair }) => pair >= answered);
    const [ttft] = conclude(fixtureRun({ pairs: 30, change: dying })).primary;

    expect(ttft?.comparison).toBeUndefined();
    expect(ttft?.tally).toMatchObject({ compared: answered, bothFailed: 30 - answered });
    expect(ttft?.verdict?.kind).toBe("not-comparable");
  });

  it("is not drawn towards “equivalent” by pairs that failed on both sides", () => {
    const dying = failing(({ pair }) => pair % 5 !== 0);
    const [ttft] = conclude(fixtureRun({ pairs: 100, ttftRatio: 1.2, change: dying })).primary;

    expect(ttft?.comparison?.pairs).toBe(20);
    expect(ttft?.comparison?.effect.estimate).toBeGreaterThan(1.1);
    expect(ttft?.verdict?.kind).not.toBe("equivalent");
  });

  it("compares the rates, with an interval", () => {
    expect(found.failureRate).toMatchObject({ baseline: 0.025, candidate: 0.1 });
    expect(found.failureRate?.low).toBeLessThan(0);
  });

  it("calls an empty answer a failure", () => {
    const empty = conclude(
      fixtureRun({
        ttftRatio: 0.8,
        change: (record) =>
          record.arm !== "immediate" && record.pair % 5 < 2
            ? { ...record, end: { kind: "stop", raw: "stop" }, lengthChars: 0, metrics: {} }
            : record,
      }),
    );

    expect(empty.headline).toMatch(/^count-or-time failed in 16 of 40 requests \(40 %: empty\)/);
    expect(empty.primary[0]?.comparison?.pairs).toBe(24);
  });

  it("concludes nothing on timing where fewer than 6 pairs were answered by both", () => {
    const dying = conclude(fixtureRun({ pairs: 22, change: failing(({ pair }) => pair >= 2) }));

    expect(dying.outcome).toMatchObject({ kind: "no-conclusion", because: "failures" });
    expect(dying.headline).toMatch(
      /^No conclusion on timing: 40 of 44 requests failed \(cut\), and 2 pairs answered by both arms are too few: at least 6 are needed\./,
    );
  });

  it("never calls arms equivalent because both failed", () => {
    const [ttft] = conclude(fixtureRun({ change: failing(() => true) })).primary;

    expect(ttft?.comparison).toBeUndefined();
    expect(ttft?.arms.map(({ median }) => median)).toEqual([undefined, undefined]);
  });

  it("estimates the same effect however many pairs failed on both sides", () => {
    const effects = [0, 8, 20, 30].map((failed) => {
      const run = fixtureRun({
        ttftRatio: 1.31,
        noise: 0.01,
        change: failing(({ pair }) => pair < failed),
      });
      return conclude(run).primary[0]?.comparison?.effect;
    });

    for (const effect of effects) {
      expect(effect?.estimate).toBeCloseTo(1.31, 1);
      expect(effect?.low).toBeLessThan(1.31);
      expect(effect?.high).toBeGreaterThan(1.31);
    }
  });

  it("leaves out what the end of the run cut off, and says so", () => {
    const cut = (record: RequestRecord): RequestRecord =>
      record.id === "39-immediate"
        ? { ...record, end: { kind: "aborted", raw: "interrupted" } }
        : record;
    const { pairs, notes } = conclude(fixtureRun({ change: cut }));

    expect(pairs).toMatchObject({ planned: 40, complete: 39 });
    expect(notes[0]).toMatch(/^1 request cut off by the end of the run/);
  });
});

describe("the headline of a run that is not whole", () => {
  const interrupted = (pairs: number) => {
    const run = fixtureRun({ pairs, ttftRatio: 1.25, plan: { pairs: 30 } });
    return conclude({ ...run, manifest: { ...run.manifest, status: "interrupted" } });
  };

  it("says that it is degraded", () => {
    const validity = { ...VALID, verdict: "degraded" } as const;

    expect(conclude(fixtureRun({ validity })).headline).toMatch(
      /^Against immediate, in a degraded run, count-or-time /,
    );
  });

  it("says that it was interrupted", () => {
    expect(interrupted(12).headline).toMatch(
      /^Against immediate, in a run interrupted after 12 of 30 pairs, count-or-time /,
    );
  });

  it("does not call a run invalid that was interrupted before any pair", () => {
    const run = fixtureRun({ pairs: 0, validity: INVALID, plan: { pairs: 30 } });
    const found = conclude({ ...run, manifest: { ...run.manifest, status: "interrupted" } });

    expect(found.headline).toBe("No conclusion: interrupted before any pair was complete.");
  });
});

describe("conclude() on a tail", () => {
  it("calls arms equivalent in the middle alone where a part is surely outside the margin", () => {
    // 35 of 40 alike, five answers fifteen times slower: the typical request shows nothing.
    const change = (record: RequestRecord): RequestRecord => {
      const slow = record.arm !== "immediate" && record.pair % 8 === 0;
      const ms = (100 + (record.pair % 7)) * (slow ? 15 : 1);
      return { ...record, metrics: { "ttft@flush": ms } };
    };
    const found = conclude(fixtureRun({ pairs: 40, change }));
    const [ttft] = found.primary;

    expect(ttft?.verdict).toMatchObject({
      kind: "equivalent-in-the-middle",
      isBetter: false,
      words: "equivalent in the middle, slower at p90",
    });
    expect(found.headline).toMatch(/in the middle.*but slower at p90 \(×/);
    expect(ttft?.arms[1]).toMatchObject({ requests: 40, p95: undefined });
    expect(ttft?.arms[1]?.p90).toBeGreaterThan(1000);
  });
});

describe("conclude() on an effect that the client cannot measure", () => {
  it("is no verdict if the client is wrong by as much in one arm", () => {
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
    const found = conclude(fixtureRun({ change }));

    expect(found.primary[0]?.verdict).toEqual({
      kind: "below-accuracy",
      words: "smaller than this client can measure",
    });
    expect(found.headline).toMatch(/by no more than this client’s own error/);
  });
});

describe("conclude() along the distribution", () => {
  it("says where the effect changes its sign", () => {
    // Fast prompts get faster, slow ones slower.
    const change = (record: RequestRecord): RequestRecord => {
      const ms = record.metrics["ttft@flush"] ?? 0;
      return record.arm === "immediate"
        ? record
        : { ...record, metrics: { "ttft@flush": 200 * (ms / 200) ** 2 } };
    };

    expect(conclude(fixtureRun({ pairs: 120, noise: 0.01, change })).headline).toMatch(
      /changes sign along the distribution: lower at p10 to p\d0, higher at p\d0 to p95/,
    );
  });

  it("draws p95 only where there are requests enough", () => {
    const quantiles = (pairs: number) =>
      conclude(fixtureRun({ pairs, change: TTFT_ONLY })).primary[0]?.comparison?.shifts.map(
        ({ quantile }) => quantile,
      );

    expect(quantiles(71)?.at(-1)).toBe(0.9);
    expect(quantiles(72)?.at(-1)).toBe(0.95);
  });
});

describe("conclude() on one arm", () => {
  const run = fixtureRun({ plan: { arms: [arm("immediate")] } });
  const { outcome, headline, primary, comparability } = conclude(run);

  it("describes it and compares nothing", () => {
    expect(outcome.kind).toBe("described");
    expect(comparability).toEqual([]);
    expect(primary[0]?.comparison).toBeUndefined();
    expect(headline).toMatch(
      /^One arm, nothing to compare it with: immediate, 40 requests, 0 failed; median time to first token after the buffer \d+ ms\.$/,
    );
  });
});

describe("conclude() on the metrics that were not declared", () => {
  it("gives them estimates and an adjusted p, but no verdict", () => {
    const { exploratory } = conclude(fixtureRun());

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
    const { exploratory } = conclude(fixtureRun({ change }));

    expect(exploratory.at(-1)?.metric).toMatchObject({ name: "old_metric", better: "neither" });
  });
});
