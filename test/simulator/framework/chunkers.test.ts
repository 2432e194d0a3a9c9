import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { VirtualClock } from "../../../src/clock/index.ts";
import { adaptiveChunker, tokenChunker } from "../../../src/simulator/index.ts";
import { progressTracker } from "../../../src/simulator/framework/progress-tracker.ts";

describe("tokenChunker()", () => {
  it("loses no text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 1, max: 9 }), (text, size) => {
        const chunker = tokenChunker(size);
        expect(chunker.chunks(text).join("")).toBe(text);
        expect(chunker.tokenize(text).join("")).toBe(text);
      }),
    );
  });

  it.each([0, 1.5, -1])("rejects chunks of %d tokens", (tokens) => {
    expect(() => tokenChunker(tokens)).toThrow("tokensPerChunk must be a whole number from 1");
  });
});

describe("adaptiveChunker()", () => {
  it("grows if chunks are too fast, and shrinks if they are too slow", () => {
    const size = adaptiveChunker({ initialTokens: 3, targetGapMs: 50 });
    const sizes = [39, 50, 70, 400, 400].map((gapMs) => {
      size.observe(gapMs);
      return size.tokens;
    });

    // Means: 39, 44.5, 53, 139.75, 191.8.
    expect(sizes).toEqual([4, 4, 4, 3, 2]);
  });

  it("stays within its limits, and averages only the last ten gaps", () => {
    const size = adaptiveChunker({ initialTokens: 2, leastTokens: 1, mostTokens: 3 });
    for (let gap = 0; gap < 20; gap++) size.observe(1_000);
    expect(size.tokens).toBe(1);
    for (let gap = 0; gap < 10; gap++) size.observe(1);
    expect(size.tokens).toBe(2);
    for (let gap = 0; gap < 10; gap++) size.observe(1);
    expect(size.tokens).toBe(3);
  });

  it.each([{ leastTokens: 4 }, { mostTokens: 2 }, { targetGapMs: 0 }, { initialTokens: 0 }])(
    "rejects %j",
    (options) => {
      expect(() => adaptiveChunker(options)).toThrow(RangeError);
    },
  );
});

describe("progressTracker()", () => {
  it("has no rate until chunks differ in time", async () => {
    const clock = new VirtualClock();
    const tracker = progressTracker(clock, 10);
    expect(tracker.progress).toMatchObject({ percent: 0, timeToFirstChunkMs: undefined });
    await clock.advanceBy(30);
    tracker.record(5);

    expect(tracker.progress).toMatchObject({ percent: 50, timeToFirstChunkMs: 30 });
    expect([tracker.progress.tokensPerSecond, tracker.progress.remainingMs]).toEqual([
      undefined,
      undefined,
    ]);
  });

  it("does not lower the rate when it is only read", async () => {
    const clock = new VirtualClock();
    const tracker = progressTracker(clock, 10);
    tracker.record(1);
    await clock.advanceBy(100);
    tracker.record(2);
    await clock.advanceBy(10_000);

    expect(tracker.progress).toMatchObject({ tokensPerSecond: 20, remainingMs: 350 });
  });

  it("is at 100 % for a stream without tokens", () => {
    expect(progressTracker(new VirtualClock(), 0).progress.percent).toBe(100);
  });
});
