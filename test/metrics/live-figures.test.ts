import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { growingSample } from "../../src/metrics/growing-sample.ts";
import { figureMeter, stallsIn } from "../../src/metrics/index.ts";
import { jitterMad } from "../../src/metrics/jitter.ts";
import { medianOf } from "../../src/stats/index.ts";

/** Gaps as a kernel rounds them, some of them 0 as several parts share a read. */
const gap = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 0, max: 900 }).map((tenths) => tenths / 10),
  fc.integer({ min: 100, max: 5_000 }),
);

const CONTENT = { answerChars: 4_000, reasoningChars: 0, usage: undefined };

const NO_STALLS = { count: 0, totalMs: 0, longestMs: 0, share: 0 };

describe("growingSample()", () => {
  it("has the median, the distances and the values above, of all batches", () => {
    fc.assert(
      fc.property(fc.array(fc.array(gap)), gap, (batches, center) => {
        const sample = growingSample();
        for (const batch of batches) sample.add(batch);
        const all = batches.flat();

        expect(sample.size).toBe(all.length);
        expect(sample.median()).toBe(medianOf(all));
        expect(sample.medianDistance(center)).toBe(medianOf(all.map((x) => Math.abs(x - center))));
        expect([...sample.above(center)]).toEqual(
          all.filter((x) => x > center).toSorted((a, b) => a - b),
        );
      }),
    );
  });
});

describe("figureMeter()", () => {
  it("has at every moment the figures of the gaps so far", () => {
    fc.assert(
      fc.property(fc.array(fc.array(gap, { maxLength: 8 })), (batches) => {
        const meter = figureMeter();
        const all: number[] = [];
        for (const batch of batches) {
          meter.add(batch);
          all.push(...batch);
          const gaps = all.slice(1).filter((gapMs) => gapMs > 0);
          const { ttftMs, gapMs, jitterMs, stalls = NO_STALLS } = meter.figures(CONTENT);
          const expected = stallsIn(gaps) ?? NO_STALLS;

          expect([ttftMs, gapMs]).toEqual([all[0], medianOf(gaps)]);
          expect(jitterMs).toBe(jitterMad(gaps));
          expect(stalls.count).toBe(expected.count);
          expect(stalls.longestMs).toBe(expected.longestMs);
          expect(stalls.totalMs).toBeCloseTo(expected.totalMs, 6);
          expect(stalls.share).toBeCloseTo(expected.share, 9);
        }
      }),
    );
  });

  it("has the same rate however the gaps are divided into calls", () => {
    fc.assert(
      fc.property(fc.array(gap, { minLength: 2 }), fc.nat(100), (gapsMs, cut) => {
        const [once, twice] = [figureMeter(), figureMeter()];
        once.add(gapsMs);
        twice.add(gapsMs.slice(0, cut));
        twice.add(gapsMs.slice(cut));

        expect(twice.figures(CONTENT)).toEqual(once.figures(CONTENT));
      }),
    );
  });

  it("leaves out the first arrival and its parts from the rate", () => {
    const meter = figureMeter();
    meter.add([300, 0, 0, ...Array.from({ length: 97 }, () => 10)]);
    const usage = {
      source: "provider",
      outputTokens: { total: 100, reasoning: undefined },
    } as const;

    expect(meter.figures({ ...CONTENT, usage }).tokensPerSecond).toEqual({
      tokensPerSecond: 100,
      isEstimated: false,
    });
  });

  it("has no rate for fewer than ten tokens, and no gap if all came at once", () => {
    const meter = figureMeter();
    meter.add([300, 0, 0]);
    const { tokensPerSecond, gapMs } = meter.figures({ ...CONTENT, answerChars: 30 });

    expect([tokensPerSecond, gapMs]).toEqual([undefined, undefined]);
  });
});
