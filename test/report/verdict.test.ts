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

  it("says effect, interval, p and number of pairs in one sentence", () => {
    expect(found.headline).toMatch(
      /^Against immediate, count-or-time is slower in time to first token after the buffer \(\+[\d.]+ %, 95 % interval \[\+[\d.]+, \+[\d.]+\], p < 0\.001, 40 pairs\)\.$/,
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

  it("calls a difference that is real but inside the margin equivalent", () => {
    const plan = { margins: { "ttft@flush": { kind: "ratio", share: 0.2 } } } as const;
    const [ttft] = conclude(
      fixtureRun({ pairs: 60, noise: 0.02, ttftRatio: 1.05, plan, change: TTFT_ONLY }),
    ).primary;

    expect(ttft?.comparison?.p).toBeLessThan(0.01);
    expect(ttft?.verdict?.kind).toBe("equivalent");
  });

  it("is inconclusive where the run is too small, and says how many pairs would settle it", () => {
    const found = conclude(fixtureRun({ pairs: 12, noise: 0.35 }));
    const [ttft] = found.primary;

    expect(ttft?.verdict?.kind).toBe("inconclusive");
    expect(ttft?.comparison?.pairsToSettle).toBeGreaterThan(12);
    expect(found.headline).toMatch(/is undecided in .*; about [\d,]+ pairs would settle it\)/);
  });

  it("never says that there is no difference", () => {
    expect(conclude(fixtureRun({ pairs: 12, noise: 0.35 })).headline).not.toMatch(/no difference/);
  });
});

describe("conclude() where nothing may be concluded", () => {
  it.each([
    ["invalid", fixtureRun({ ttftRatio: 2, validity: INVALID })],
    ["not-judged", fixtureRun({ ttftRatio: 2, validity: undefined })],
    ["too-few-pairs", fixtureRun({ pairs: 1 })],
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

  it.each<[string, (record: RequestRecord) => RequestRecord]>([
    ["failures", failing((record) => isCandidate(record) && record.pair % 3 === 0)],
    [
      "tokens",
      (record) =>
        isCandidate(record)
          ? { ...record, outputTokens: { total: 60, reasoning: undefined } }
          : record,
    ],
    [
      "tokens",
      (record) => (isCandidate(record) ? { ...record, tokensSource: "estimated" } : record),
    ],
    [
      "ends",
      (record) =>
        isCandidate(record) ? { ...record, end: { kind: "stop", raw: "stop" } } : record,
    ],
    ["exactness", (record) => (record.pair === 7 ? { ...record, exact: false } : record)],
  ])("breaks the check of %s", (id, change) => {
    const { outcome, comparability } = conclude(fixtureRun({ change }));

    expect(outcome).toMatchObject({ kind: "no-conclusion", because: "not-comparable" });
    expect(
      comparability.filter((check) => check.outcome === "broken").map((check) => check.id),
    ).toEqual([id]);
  });

  it("breaks when one recording comes out of two buffers as two texts", () => {
    const plan = { mode: "replay" } as const;
    const change = (record: RequestRecord) =>
      record.id === "3-immediate" ? { ...record, textSha256: "1".repeat(64) } : record;

    expect(conclude(fixtureRun({ plan, change })).outcome.kind).toBe("no-conclusion");
  });

  it("tolerates a failure that chance explains", () => {
    const change = failing(({ id }) => id === "5-immediate");

    expect(conclude(fixtureRun({ change })).outcome.kind).toBe("concluded");
  });
});

describe("conclude() with failed requests", () => {
  const change = failing(({ pair }) => pair === 2);
  const found = conclude(fixtureRun({ ttftRatio: 1.25, change }));

  it("leaves their pairs out of every estimate and counts them", () => {
    expect(found.primary[0]?.comparison?.pairs).toBe(39);
    expect(found.primary[0]?.tally).toEqual({
      compared: 39,
      baselineFailed: 0,
      candidateFailed: 0,
      bothFailed: 1,
      withoutFigure: 0,
    });
    expect(found.arms.map(({ failed }) => failed)).toEqual([1, 1]);
    expect(found.notes).toEqual([
      "1 pair with a failed request: the failure counts as worse than any figure",
    ]);
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
    expect(found.failureRate).toMatchObject({ baseline: 0.025, candidate: 0.025, estimate: 0 });
    expect(found.failureRate?.low).toBeLessThan(-0.05);
  });

  it("leaves out what the end of the run cut off, and says so", () => {
    const cut = (record: RequestRecord): RequestRecord =>
      record.id === "39-immediate"
        ? { ...record, end: { kind: "aborted", raw: "interrupted" } }
        : record;
    const { pairs, notes } = conclude(fixtureRun({ change: cut }));

    expect(pairs).toEqual({ planned: 40, complete: 39 });
    expect(notes[0]).toMatch(/^1 request cut off by the end of the run/);
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
