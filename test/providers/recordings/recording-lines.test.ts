import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { instant, instantAfter } from "../../../src/clock/index.ts";
import { readTraces, traceRecorder, writeTrace } from "../../../src/events/index.ts";
import { readRecordings, type Recording, writeRecording } from "../../../src/providers/index.ts";

const gapUs = fc.nat(10_000_000);
/** Names of headers: those of prototypes are none, and are not read. */
const names = fc
  .stringMatching(/^[a-z-]{1,20}$/u)
  .filter((name) => name !== "constructor" && name !== "prototype");
const texts = fc.dictionary(names, fc.string(), { noNullPrototype: true });

/** Any recording whose times are whole microseconds. */
const recordings = fc
  .record({
    provider: fc.string(),
    model: fc.string({ unit: "grapheme" }),
    attempt: fc.integer({ min: 1, max: 9 }),
    request: fc.record({
      method: fc.constantFrom("GET", "POST"),
      url: fc.webUrl(),
      headers: texts,
      body: fc.option(fc.string({ unit: "binary" }), { nil: undefined }),
    }),
    status: fc.integer({ min: 200, max: 599 }),
    headers: texts,
    gaps: fc.array(fc.tuple(gapUs, fc.uint8Array())),
    end: fc.constantFrom(
      { kind: "complete" } as const,
      { kind: "left" } as const,
      { kind: "broken", cause: "reset" } as const,
      { kind: "too-large", limitBytes: 5 } as const,
    ),
  })
  .map(({ gaps, end, ...rest }): Recording => {
    let us = 1_000;
    const next = (gap: number) => instantAfter(instant(0), (us += gap) / 1000);
    return {
      ...rest,
      sentAt: instant(0),
      headersAt: next(0),
      reads: gaps.map(([gap, bytes]) => ({ at: next(gap), bytes })),
      end: { ...end, at: next(1) },
    };
  });

describe("readRecordings()", () => {
  it("reads what writeRecording() wrote", () => {
    fc.assert(
      fc.property(fc.array(recordings, { maxLength: 3 }), (list) => {
        const text = list.map(writeRecording).join("");

        expect(readRecordings(text)).toEqual({ recordings: list, unreadableLines: 0 });
      }),
    );
  });

  it("shares a file with traces", () => {
    const [recording] = fc.sample(recordings, { numRuns: 1, seed: 1 });
    const trace = traceRecorder({ id: "t", scheduledAt: instant(0) }).trace();
    const text = (recording ? writeRecording(recording) : "") + writeTrace(trace);

    expect(readRecordings(text)).toMatchObject({ recordings: [recording], unreadableLines: 0 });
    expect(readTraces(text)).toMatchObject({ traces: [{ id: "t" }], unreadableLines: 0 });
  });

  it.each([
    ["is cut off", '{"recording":1,"provider":"p"'],
    ["is of a later version", '{"recording":2}'],
    ["has bytes that are none", `{"recording":1,"reads":[[1,"?"]]}`],
  ])("counts a line that %s", (_what, line) => {
    expect(readRecordings(line)).toEqual({ recordings: [], unreadableLines: 1 });
  });
});
