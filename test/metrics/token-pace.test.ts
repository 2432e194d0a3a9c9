import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { type BufferStrategy, createBuffer } from "../../src/buffers/index.ts";
import { instant } from "../../src/clock/index.ts";
import { measureAll } from "../../src/metrics/index.ts";
import { evenChunks, madeTrace, type MadeStream } from "../support/made/made-trace.ts";

const measured = (made: MadeStream) => measureAll(madeTrace(made));

/** What a buffer lets through, and when, of chunks that arrive; the end of the stream flushes it. */
function flushesOf(
  strategy: BufferStrategy,
  chunks: readonly (readonly [number, string])[],
): [number, number][] {
  const flushes: [number, number][] = [];
  const note = (atMs: number, text: string) => {
    if (text !== "") flushes.push([atMs, text.length]);
  };
  for (const [atMs, text] of chunks) {
    for (let due = strategy.deadline; due !== undefined && due <= atMs; due = strategy.deadline) {
      note(due, strategy.tick(due));
    }
    note(atMs, strategy.push(text, instant(atMs)));
  }
  note(chunks.at(-1)?.[0] ?? 0, strategy.flush());
  return flushes;
}

const strategies = fc
  .oneof(
    fc.constant({ strategy: "immediate", options: {} }),
    fc.constant({ strategy: "word", options: {} }),
    fc.constant({ strategy: "smooth", options: {} }),
    fc
      .integer({ min: 1, max: 500 })
      .map((windowMs) => ({ strategy: "time-window", options: { windowMs } })),
    fc
      .integer({ min: 1, max: 20 })
      .map((chunks) => ({ strategy: "count-or-time", options: { chunks } })),
  )
  .map(createBuffer);

describe("tpot and tokens_per_second", () => {
  it("are the sender's for ten tokens, one every 20 ms, that are shown five at a time", () => {
    const values = measured({
      chunks: evenChunks(10, 200, 20),
      flushes: [
        [280, 20],
        [380, 20],
      ],
      outputTokens: 10,
    });

    expect(values).toMatchObject({ "tpot@wire": 20, "tpot@flush": 20 });
    expect(values).toMatchObject({
      "tokens_per_second@wire": 50,
      "tokens_per_second@flush": 50,
    });
  });

  it("are never better after a buffer, for any buffer and any stream", () => {
    const chunks = fc.array(
      fc.tuple(
        fc.integer({ min: 0, max: 1_000 }),
        fc.string({ minLength: 1, maxLength: 12, unit: "grapheme-ascii" }),
      ),
      { minLength: 1, maxLength: 60 },
    );
    const usage = fc.option(fc.integer({ min: 1, max: 300 }), { nil: undefined });

    fc.assert(
      fc.property(chunks, strategies, usage, (gaps, strategy, outputTokens) => {
        let atMs = 100;
        const arrived = gaps.map(([gapMs, text]): [number, string] => [(atMs += gapMs), text]);
        const values = measured({
          chunks: arrived,
          flushes: flushesOf(strategy, arrived),
          ...(outputTokens === undefined ? {} : { outputTokens }),
        });

        const wireMs = values["tpot@wire"] ?? 0;
        expect(values["tpot@flush"] ?? Infinity).toBeGreaterThanOrEqual(wireMs - 1e-9);
        const wireRate = values["tokens_per_second@wire"] ?? Infinity;
        expect(values["tokens_per_second@flush"] ?? 0).toBeLessThanOrEqual(wireRate + 1e-9);
      }),
    );
  });

  it("are equal at both layers for an even stream, as the end of a stream flushes what is held", () => {
    const streams = fc.tuple(fc.integer({ min: 2, max: 80 }), fc.integer({ min: 1, max: 200 }));

    fc.assert(
      fc.property(streams, strategies, ([n, gapMs], strategy) => {
        const chunks = evenChunks(n, 200, gapMs);
        const values = measured({
          chunks,
          flushes: flushesOf(strategy, chunks),
          outputTokens: n,
        });

        expect(values["tpot@wire"]).toBeCloseTo(gapMs, 9);
        expect(values["tpot@flush"] ?? gapMs).toBeCloseTo(gapMs, 9);
      }),
    );
  });

  it("leave out what the first read carried", () => {
    // Reads of five tokens each 100 ms.
    const chunks = [0, 100, 200].flatMap((ms) => evenChunks(5, 200 + ms, 0));

    expect(measured({ chunks })).toMatchObject({ "tpot@wire": 20 });
  });

  it("leave out the first chunk's share of the characters if chunks are not tokens", () => {
    // 44 tokens in 11 chunks of 4, 80 ms apart.
    const chunks = evenChunks(11, 100, 80);

    expect(measured({ chunks, outputTokens: 44 })["tpot@wire"]).toBeCloseTo(20, 9);
  });

  it("count a delta as a token if usage differs by a token or two", () => {
    const values = measured({ chunks: evenChunks(100, 200, 10), outputTokens: 101 });

    expect(values["tpot@wire"]).toBeCloseTo(990 / 100, 9);
    expect(values["itl@wire"]).toBe(10);
  });

  it.each([
    ["all content in one chunk", { chunks: [[100, "word ".repeat(50)]], outputTokens: 50 }],
    ["all chunks in one read", { chunks: evenChunks(50, 100, 0), outputTokens: 50 }],
    ["one token", { chunks: [[100, "Hi"]], outputTokens: 1 }],
    ["no content", { chunks: [], outputTokens: 0 }],
  ] as const)("are unknown for %s", (_name, made) => {
    const values = measured(made);

    expect(values["tpot@wire"]).toBeUndefined();
    expect(values["tokens_per_second@wire"]).toBeUndefined();
  });

  it("do not count reasoning that was never shown", () => {
    const values = measured({
      chunks: evenChunks(100, 9_000, 10),
      outputTokens: 1_000,
      reasoningTokens: 900,
    });

    expect(values).toMatchObject({ "tpot@wire": 10, "tokens_per_second@wire": 100 });
    expect(values).toMatchObject({ "n@wire": 1_000, "itl@wire": 10, "burstiness@wire": 1 });
  });

  it("count reasoning that was shown, each part by its own tokens", () => {
    // 20 tokens of reasoning one by one, then 15 tokens of text in 5 chunks.
    const reasoning = evenChunks(20, 100, 20).map(([ms]) => [ms, "hm ", "reasoning"] as const);
    const text = evenChunks(5, 500, 20).map(([ms]) => [ms, "one two three "] as const);
    const values = measured({
      chunks: [...reasoning, ...text],
      outputTokens: 35,
      reasoningTokens: 20,
    });

    expect(values["tpot@wire"]).toBeCloseTo(480 / 34, 9);
    expect(values["ttft@wire"]).toBe(100);
    expect(values["ttfa@wire"]).toBe(500);
  });

  it("do not count the reasoning of which only a summary was shown", () => {
    // 900 tokens of reasoning behind 10 of summary, then 100 tokens of text: 4 characters each.
    const summary = evenChunks(10, 100, 10).map(([ms]) => [ms, "word", "reasoning"] as const);
    const values = measured({
      chunks: [...summary, ...evenChunks(100, 200, 10)],
      outputTokens: 1_000,
      reasoningTokens: 900,
    });

    expect(values["tpot@wire"]).toBeCloseTo(10, 9);
    expect(values["itl@wire"]).toBe(10);
  });

  it("fall back on deltas if the provider's count leaves no tokens for the content", () => {
    const chunks = evenChunks(20, 200, 10);

    expect(measured({ chunks, outputTokens: 0 })).toMatchObject({ "n@wire": 20, "tpot@wire": 10 });
    expect(measured({ chunks, outputTokens: 9, reasoningTokens: 9 })["tpot@wire"]).toBe(10);
  });
});

describe("itl", () => {
  it("is a quarter of the gap for chunks of four tokens, while icl is the gap", () => {
    const values = measured({ chunks: evenChunks(11, 100, 80), outputTokens: 44 });

    expect(values["itl@wire"]).toBeCloseTo(20, 9);
    expect(values["icl@wire"]).toBe(80);
    expect(values["burstiness@wire"]).toBe(4);
  });

  it("counts the tokens of a tool call's arguments", () => {
    const chunks = evenChunks(6, 100, 25).map(([ms]) => [ms, "{...", "tool"] as const);

    expect(measured({ chunks, outputTokens: 24 })["itl@wire"]).toBeCloseTo(6.25, 9);
  });

  it("shares a read's gap among its deltas, and so does not call a burst instant", () => {
    const chunks = [0, 100, 200].flatMap((ms) => evenChunks(5, 200 + ms, 0));
    const values = measured({ chunks });

    expect(values).toMatchObject({ "itl@wire": 20, "icl@wire": 100, "burst_zero@wire": 12 / 14 });
    expect(values).toMatchObject({ "jitter_sd@wire": 0, "burstiness@wire": 5 });
  });

  it("is icl if every token comes by itself", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 40 }),
        (gaps) => {
          let atMs = 100;
          const chunks = [0, ...gaps].map((gap): [number, string] => [(atMs += gap), "word"]);
          const values = measured({ chunks, outputTokens: chunks.length });

          expect(values["itl@wire"]).toBeCloseTo(values["icl@wire"] ?? 0, 9);
        },
      ),
    );
  });
});

describe("jitter_rfc3550", () => {
  it("needs the sender's timestamps, one for each delta", () => {
    const arrivedMs = [100, 121, 139, 165, 180, 200];
    const trace = madeTrace({ chunks: arrivedMs.map((ms) => [ms, "word"]) });
    const at = (sentMs: readonly number[]) =>
      measureAll(trace, undefined, { sentMs })["jitter_rfc3550@wire"];

    expect(at([0, 20, 40, 60, 80, 100])?.toFixed(4)).toBe("0.7738");
    expect(at(arrivedMs)).toBe(0);
    expect(at([0, 20])).toBeUndefined();
    expect(at([])).toBeUndefined();
  });
});
