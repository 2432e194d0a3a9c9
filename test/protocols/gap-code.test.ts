import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { medianOf, seededRandom } from "../../src/stats/index.ts";
import { decodeGaps, encodeGaps, summaryOfGaps } from "../../src/protocols/gap-code.ts";

const known = (gapsMs: readonly number[]) => ({ gapsMs, isGapOrderKnown: true });

const summarized = (gapsMs: readonly number[]) =>
  decodeGaps(summaryOfGaps(encodeGaps(known(gapsMs))));

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

describe("encodeGaps(), decodeGaps()", () => {
  it("give back every gap to a tenth of a millisecond", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1e9 })), (tenths) => {
        const gapsMs = tenths.map((tenth) => tenth / 10);
        expect(decodeGaps(encodeGaps(known(gapsMs)))).toEqual(known(gapsMs));
      }),
    );
  });

  it("take two bytes for a typical gap", () => {
    expect(encodeGaps(known(Array.from({ length: 999 }, () => 20))).length).toBe((999 * 2 * 4) / 3);
  });

  it("make nothing of damage", () => {
    expect(decodeGaps("!")).toEqual(known([]));
    expect(decodeGaps(encodeGaps(known([20, 20])).slice(0, 4))).toEqual(known([20]));
  });

  it("refuse what is no duration", () => {
    expect(() => encodeGaps(known([-1]))).toThrow("current value is -1");
    // Ten times as much is infinite, and dividing that never ends.
    expect(() => encodeGaps(known([Number.MAX_VALUE]))).toThrow("must be 0 to");
  });
});

describe("summaryOfGaps()", () => {
  const gapLists = fc.array(
    fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 1e7 })),
    { minLength: 1, maxLength: 400 },
  );

  it("keeps the first gap, the number and the sum, and says that the order is lost", () => {
    fc.assert(
      fc.property(gapLists, (tenths) => {
        const gapsMs = tenths.map((tenth) => tenth / 10);
        const summary = summarized(gapsMs);

        expect(summary.isGapOrderKnown).toBe(false);
        expect(summary.gapsMs).toHaveLength(gapsMs.length);
        expect(summary.gapsMs[0]).toBe(gapsMs[0]);
        expect(sumOf(summary.gapsMs)).toBeCloseTo(sumOf(gapsMs), 5);
        expect(summary.gapsMs.filter((gapMs) => gapMs === 0)).toHaveLength(
          summary.gapsMs.length === 0 ? 0 : gapsMs.filter((gapMs) => gapMs === 0).length,
        );
      }),
    );
  });

  it("keeps a median to within 9 %", () => {
    fc.assert(
      fc.property(gapLists, (tenths) => {
        const gapsMs = tenths.map((tenth) => (tenth + 1) / 10);
        const [, ...between] = gapsMs;
        const [, ...kept] = summarized(gapsMs).gapsMs;
        const median = medianOf(between) ?? 0;

        expect(Math.abs((medianOf(kept) ?? 0) - median)).toBeLessThanOrEqual(0.09 * median + 0.051);
      }),
    );
  });

  it("is small, however many gaps there are", () => {
    const random = seededRandom(3);
    const gapsMs = Array.from({ length: 50_000 }, () => 10 ** (6 * random() - 1));

    expect(summaryOfGaps(encodeGaps(known(gapsMs))).length).toBeLessThan(1_500);
    expect(summaryOfGaps(encodeGaps(known(gapsMs.map(() => 20)))).length).toBeLessThan(30);
  });

  it("is stable when it is summarized again", () => {
    const gapsMs = Array.from({ length: 1_000 }, (_, index) => (index * 7_919) % 331);
    const once = summarized(gapsMs);

    expect(decodeGaps(encodeGaps(once)).gapsMs).toHaveLength(1_000);
    expect(medianOf(decodeGaps(encodeGaps(once)).gapsMs)).toBeCloseTo(
      medianOf(once.gapsMs) ?? 0,
      -1,
    );
  });
});
