import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { Plan } from "../../../src/bench/index.ts";
import { adjustFamily, type RawComparison } from "../../../src/report/conclusions/adjust-family.ts";
import { compare } from "../../../src/report/conclusions/compare.ts";
import { metricFacts } from "../../../src/report/conclusions/metric-facts.ts";
import { seededRandom } from "../../../src/stats/index.ts";
import { fixtureRun } from "../fixture-run.ts";

const run = fixtureRun({ pairs: 2 });
const NONE = { baselineFailed: 0, candidateFailed: 0, bothFailed: 0, withoutFigure: 0 };

/** A comparison of one metric, from its values by pair. */
function compared(
  key: string,
  pairs: readonly (readonly [number, number])[],
  { failed = {}, ...plan }: { failed?: Partial<typeof NONE> } & Partial<Plan> = {},
): RawComparison | undefined {
  return compare({ ...run.manifest.plan, ...plan }, metricFacts(run, key), {
    values: {
      baseline: pairs.map(([a]) => a),
      candidate: pairs.map(([, b]) => b),
      tally: { compared: pairs.length, ...NONE, ...failed },
    },
    random: seededRandom(1),
    depth: "full",
  });
}

const times = (count: number, ratio: number) =>
  Array.from({ length: count }, (_, index): [number, number] => {
    const a = 900 + 10 * index;
    return [a, a * ratio * (1 + 0.001 * (index % 3))];
  });

describe("compare() on few pairs", () => {
  it.each([
    [0.05, 6],
    [0.01, 8],
    [0.1, 6],
  ])("with α = %d gives no interval below %i pairs", (alpha, fewest) => {
    expect(compared("tpot@wire", times(fewest - 1, 1.2), { alpha })).toBeUndefined();
    expect(compared("tpot@wire", times(fewest, 1.2), { alpha })?.effect.low).toBeGreaterThan(1);
  });

  it("shows no equivalence below 10 pairs, even if they are identical", () => {
    expect(compared("tpot@wire", times(9, 1))?.equivalence).toMatchObject({ p: 1, holds: false });
    expect(compared("tpot@wire", times(10, 1))?.equivalence).toMatchObject({ holds: true });
  });
});

describe("compare() on a metric that is a ratio", () => {
  it("keeps its scale and nearly its interval when one time of forty is 0", () => {
    const all = compared("tpot@wire", times(40, 1.1));
    const oneZero = compared("tpot@wire", [...times(39, 1.1), [1_000, 0]]);

    expect(oneZero?.scale).toBe("ratio");
    expect(oneZero?.effect.estimate).toBeCloseTo(all?.effect.estimate ?? 0, 2);
    expect(oneZero?.effect.low).toBeGreaterThan(1.09);
  });

  it("contains only numbers and infinities for any times", () => {
    const time = fc.oneof(
      fc.constantFrom(0, 5e-324, 1e308),
      fc.double({ min: 0, max: 1e6, noNaN: true }),
    );
    const pairs = fc.array(fc.tuple(time, time), { minLength: 6, maxLength: 40 });
    fc.assert(
      fc.property(pairs, (values) => {
        expect(JSON.stringify(compared("tpot@wire", values), notNaN)).not.toContain("NaN");
      }),
      { numRuns: 40 },
    );
  });

  function notNaN(_: string, value: unknown) {
    return Number.isNaN(value) ? "NaN" : value;
  }
});

describe("compare() on equivalence", () => {
  it("tests a margin in ms on the differences in ms, and returns its scale", () => {
    // Three times as long, and at most 12 ms longer: within the 20 ms that decide for a fast first token.
    const fast = Array.from({ length: 20 }, (_, index): [number, number] => [
      5 + 0.1 * index,
      15 + 0.1 * index,
    ]);
    const comparison = compared("ttft@wire", fast);

    expect(comparison?.effect.estimate).toBeGreaterThan(2);
    expect(comparison?.equivalence).toMatchObject({
      scale: "difference",
      within: { low: -20, high: 20 },
      margin: { kind: "difference", by: 20 },
      holds: true,
    });
    expect(comparison?.equivalence?.estimate).toBeCloseTo(10, 9);
  });

  it("is inclusive on both scales: 5 % more is within 5 %, and 10 ms more within 10 ms", () => {
    const five = Array.from({ length: 12 }, (_, index): [number, number] => [
      200 + index,
      (200 + index) * 1.05,
    ]);
    expect(compared("tpot@wire", five)?.equivalence?.holds).toBe(true);
    const ten = Array.from({ length: 12 }, (): [number, number] => [1, 11]);
    expect(compared("added_delay@flush", ten)?.equivalence?.holds).toBe(true);
    const more = ten.map(([a, b]): [number, number] => [a, b + 0.001]);
    expect(compared("added_delay@flush", more)?.equivalence?.holds).toBe(false);
  });

  it("uses the plan's α", () => {
    const near = Array.from({ length: 30 }, (_, index): [number, number] => [
      100,
      102 + ((index * 7) % 11) * 0.5,
    ]);

    expect(compared("tpot@wire", near, { alpha: 0.2 })?.equivalence?.level).toBeCloseTo(0.6, 12);
    expect(compared("tpot@wire", near, { alpha: 0.2 })?.equivalence?.holds).toBe(true);
    expect(compared("tpot@wire", near, { alpha: 0.001 })?.equivalence?.holds).toBe(false);
  });

  it("marks quantiles that are reliably beyond the margin", () => {
    // Alike but for the slowest fifth of requests, which take twice as long.
    const tail = Array.from({ length: 80 }, (_, index): [number, number] => {
      const a = 500 + index;
      return [a, index < 64 ? a : 2 * a];
    });
    const comparison = compared("tpot@wire", tail);
    const beyond = comparison?.shifts.filter(({ beyondMargin }) => beyondMargin === "higher");

    expect(comparison?.equivalence?.holds).toBe(true);
    expect(beyond?.map(({ quantile }) => quantile)).toEqual([0.9, 0.95]);
  });
});

describe("compare() on a metric that is mostly 0", () => {
  const stalls = (baseline: number, candidate: number, of = 30) =>
    Array.from({ length: of }, (_, index): [number, number] => [
      index < baseline ? 300 : 0,
      of - index <= candidate ? 300 : 0,
    ]);

  it("compares the shares of answers with a value above 0", () => {
    const comparison = compared("stall_ms@wire", stalls(0, 8));

    expect(comparison).toMatchObject({ scale: "share", pairs: 30, shifts: [], shift: undefined });
    expect(comparison?.effect.estimate).toBeCloseTo(8 / 30, 12);
    expect(comparison?.effect.low).toBeGreaterThan(0);
    // McNemar's exact test: 8 of 8 pairs that differ are on one side.
    expect(comparison?.p).toBeCloseTo(2 / 2 ** 8, 12);
  });

  it("is equivalent if the interval of the difference lies within the margin of the share", () => {
    expect(compared("stall_ms@wire", stalls(0, 0, 200))?.equivalence).toMatchObject({
      scale: "share",
      margin: { kind: "difference", by: 0.05 },
      holds: true,
    });
    expect(compared("stall_ms@wire", stalls(0, 0))?.equivalence?.holds).toBe(false);
    expect(compared("stall_ms@wire", stalls(0, 0))?.pairsToSettle).toBeGreaterThan(30);
  });

  it("forecasts no number of pairs for a margin that no run can settle", () => {
    const margins = { "stall_ms@wire": { kind: "difference", by: 1e-9 } } as const;

    expect(compared("stall_ms@wire", stalls(0, 8), { margins })?.pairsToSettle).toBeUndefined();
  });
});

describe("compare() with failures", () => {
  it("ranks one-sided failures as worse on either side", () => {
    const faster = times(30, 0.9);
    const directionIf = (failed: Partial<typeof NONE>) =>
      compared("tpot@wire", faster, { failed })?.withFailures?.direction;

    expect(
      compared("tpot@wire", faster, { failed: { bothFailed: 50 } })?.withFailures,
    ).toBeUndefined();
    expect(directionIf({ candidateFailed: 1 })).toBe("lower");
    expect(directionIf({ candidateFailed: 20 })).toBeUndefined();
    expect(directionIf({ candidateFailed: 90 })).toBe("higher");
    expect(directionIf({ baselineFailed: 90 })).toBe("lower");
  });
});

describe("pairsToSettle", () => {
  it("depends on the spread and the margin, not on the observed effect", () => {
    const noisy = (ratio: number) =>
      Array.from({ length: 20 }, (_, index): [number, number] => [
        100,
        100 * ratio * (1 + 0.03 * ((index * 7) % 20)),
      ]);

    const alike = compared("tpot@wire", noisy(0.8))?.pairsToSettle;
    expect(alike).toBeGreaterThan(20);
    expect(compared("tpot@wire", noisy(1.6))?.pairsToSettle).toBe(alike);
  });

  it("is unknown without a margin", () => {
    expect(compared("old_metric@wire", times(20, 1))?.pairsToSettle).toBeUndefined();
  });
});

describe("adjustFamily()", () => {
  it("adjusts differences and equivalences of primary metrics separately by Holm", () => {
    const one = compared("tpot@wire", times(10, 1));
    const withPs = (p: number, equivalenceP: number): RawComparison | undefined =>
      one?.equivalence && { ...one, p, equivalence: { ...one.equivalence, p: equivalenceP } };
    const found = adjustFamily([withPs(0.03, 0.04), undefined, withPs(0.5, 0.01)], "primary", 0.05);

    expect(found.map((adjusted) => adjusted?.adjustedP)).toEqual([0.06, undefined, 0.5]);
    expect(found.map((adjusted) => adjusted?.equivalence?.holds)).toEqual([true, undefined, true]);
    const three = [withPs(1, 0.04), withPs(1, 0.03), withPs(1, 0.01)];
    expect(adjustFamily(three, "primary", 0.05).map((x) => x?.equivalence?.holds)).toEqual([
      false,
      false,
      true,
    ]);
  });
});
