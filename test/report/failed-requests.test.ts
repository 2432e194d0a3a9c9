import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { RequestRecord } from "../../src/bench/index.ts";
import { describeRun } from "./describe-run.ts";
import { failing, fixtureRun, INVALID } from "./fixture-run.ts";
import { randomRuns } from "./random-runs.ts";

describe("conclude() with failed requests", () => {
  const someFail = failing(({ pair, arm: name }) => pair < 4 && (pair < 1 || name !== "immediate"));
  const found = describeRun(fixtureRun({ ttftRatio: 1.25, change: someFail }));

  it("puts failures first, with rates, kinds and interval", () => {
    expect(found.headline).toMatch(
      /^count-or-time failed in 4 of 40 requests \(10 %: connection lost\) and immediate in 1 of 40 requests \(2\.5 %: connection lost\); difference \+8 points, 95 % interval \[[^\]]+\]\. Compared with immediate, over the 36 pairs that both arms answered, count-or-time shows/,
    );
  });

  it("counts every excluded pair", () => {
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
      "Requests failed in 4 of 40 pairs: only count-or-time in 3, both in 1; these pairs are excluded from timing and equivalence",
    );
  });

  it("reports what ranking one-sided failures as worst would change", () => {
    expect(found.notes.at(-1)).toMatch(
      /^If every failed request counted .* no direction would change/,
    );
    const faster = describeRun(
      fixtureRun({
        ttftRatio: 0.8,
        change: failing(({ pair, arm: name }) => pair % 3 === 0 && name !== "immediate"),
      }),
    );

    expect(faster.primary[0]?.verdict).toMatchObject({ words: "faster" });
    expect(faster.notes.at(-1)).toMatch(/time to first token .* would be inconclusive/);
  });

  it("reports when ranking one-sided failures as worst changes the direction", () => {
    const oneSided = failing(({ arm: name, pair }) => name === "count-or-time" && pair % 10 === 3);
    const comparisonOf = (ttftRatio: number) =>
      describeRun(fixtureRun({ ttftRatio, noise: 0.1, change: oneSided })).primary[0]?.comparison;

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
    const [ttft] = describeRun(fixtureRun({ pairs: 30, change: dying })).primary;

    expect(ttft?.comparison).toBeUndefined();
    expect(ttft?.tally).toMatchObject({ compared: answered, bothFailed: 30 - answered });
    expect(ttft?.verdict?.kind).toBe("not-comparable");
  });

  it("is not biased towards “equivalent” by pairs that failed on both sides", () => {
    const dying = failing(({ pair }) => pair % 5 !== 0);
    const [ttft] = describeRun(fixtureRun({ pairs: 100, ttftRatio: 1.2, change: dying })).primary;

    expect(ttft?.comparison?.pairs).toBe(20);
    expect(ttft?.comparison?.effect.estimate).toBeGreaterThan(1.1);
    expect(ttft?.verdict?.kind).not.toBe("equivalent");
  });

  it("compares the rates, with an interval", () => {
    expect(found.failureRate).toMatchObject({ baseline: 0.025, candidate: 0.1 });
    expect(found.failureRate?.low).toBeLessThan(0);
  });

  it("counts an empty answer as a failure", () => {
    const empty = describeRun(
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

  it("draws no conclusion on timing if both arms answered fewer than 6 pairs", () => {
    const dying = describeRun(fixtureRun({ pairs: 22, change: failing(({ pair }) => pair >= 2) }));

    expect(dying.outcome).toMatchObject({ kind: "no-conclusion", because: "failures" });
    expect(dying.headline).toMatch(
      /^No conclusion on timing: 40 of 44 requests failed \(connection lost\), and only 2 pairs were answered by both arms; at least 6 are needed\./,
    );
  });

  it("gives failures precedence over a client that was too slow to measure", () => {
    const run = fixtureRun({ validity: INVALID, change: failing(() => true) });

    expect(describeRun(run).outcome).toMatchObject({ because: "failures" });
  });

  it("never calls arms equivalent because both failed", () => {
    const [ttft] = describeRun(fixtureRun({ change: failing(() => true) })).primary;

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
      return describeRun(run).primary[0]?.comparison?.effect;
    });

    for (const effect of effects) {
      expect(effect?.estimate).toBeCloseTo(1.31, 1);
      expect(effect?.low).toBeLessThan(1.31);
      expect(effect?.high).toBeGreaterThan(1.31);
    }
  });

  it("excludes requests cut off by the end of the run, with a note", () => {
    const cut = (record: RequestRecord): RequestRecord =>
      record.id === "39-immediate"
        ? { ...record, end: { kind: "aborted", raw: "interrupted" } }
        : record;
    const { pairs, notes } = describeRun(fixtureRun({ change: cut }));

    expect(pairs).toMatchObject({ planned: 40, complete: 39 });
    expect(notes[0]).toMatch(
      /^1 request was cut off by the end of the run and is excluded with its pair$/,
    );
  });
});

describe("conclude() on random failures, empty answers and missing figures", () => {
  it("puts every complete pair into exactly one count", () => {
    fc.assert(
      fc.property(randomRuns(), (run) => {
        const { pairs, primary } = describeRun(run);
        const { complete, answered, baselineFailed, candidateFailed, bothFailed } = pairs;
        const tally = primary[0]?.tally;

        expect(answered + baselineFailed + candidateFailed + bothFailed).toBe(complete);
        expect(tally).toMatchObject({ baselineFailed, candidateFailed, bothFailed });
        expect((tally?.compared ?? 0) + (tally?.withoutFigure ?? 0)).toBe(answered);
      }),
      { numRuns: 40 },
    );
  });

  it("reports every excluded pair", () => {
    fc.assert(
      fc.property(randomRuns(), (run) => {
        const { pairs, primary, notes, headline } = describeRun(run);
        const failed = pairs.complete - pairs.answered;
        const expected = [
          ...(failed === 0 ? [] : [`Requests failed in ${failed} of ${pairs.complete} pair`]),
          ...(primary[0]?.tally?.withoutFigure === 0
            ? []
            : ["which is unknown in at least one arm"]),
        ];

        for (const text of expected) expect(notes.join()).toContain(text);
        expect(/ failed /.test(headline)).toBe(failed > 0);
      }),
      { numRuns: 40 },
    );
  });

  it("estimates nothing from fewer than 6 pairs, and calls nothing equivalent from fewer than 10", () => {
    fc.assert(
      fc.property(randomRuns(), (run) => {
        const [{ tally, verdict, comparison } = {}] = describeRun(run).primary;
        const compared = tally?.compared ?? 0;

        if (compared < 6) expect(comparison).toBeUndefined();
        if (compared < 10) expect(verdict?.kind).not.toMatch(/equivalent|negligible/);
      }),
      { numRuns: 40 },
    );
  });
});
