import { describe, expect, it } from "vitest";

import { instant } from "../../../src/clock/index.ts";
import { type StreamEventBody, traceRecorder } from "../../../src/events/index.ts";
import { recordedTokens } from "../../../src/simulator/answer/recorded-plan.ts";

/** A recorded stream with these reads, whose request was sent at 100 ms. */
function traceOf(...reads: readonly (readonly [atMs: number, ...StreamEventBody[]])[]) {
  const recorder = traceRecorder({ id: "t", scheduledAt: instant(0) });
  recorder.sent(instant(100));
  let seq = 0;
  for (const [atMs, ...bodies] of reads) {
    const at = instant(atMs);
    const read = recorder.read(at, 10);
    for (const body of bodies) recorder.event({ ...body, at, seq: seq++ }, read);
  }
  return recorder.trace();
}

const text = (delta: string): StreamEventBody => ({ type: "text-delta", block: "0", text: delta });

describe("recordedTokens()", () => {
  it("makes tokens due when their reads arrived, relative to the request", () => {
    const trace = traceOf([300, text("Hel")], [320, text("lo"), text("!")]);

    expect(recordedTokens(trace).map(({ text: content, dueMs }) => [content, dueMs])).toEqual([
      ["Hel", 200],
      ["lo", 220],
      ["!", 220],
    ]);
  });

  it("replays faster with a speed", () => {
    const trace = traceOf([300, text("a")], [320, text("b")]);

    expect(recordedTokens(trace, { speed: 4 }).map(({ dueMs }) => dueMs)).toEqual([50, 55]);
  });

  it("assigns each token to its part", () => {
    const trace = traceOf(
      [200, { type: "reasoning-delta", block: "r", text: "hm" }, text("")],
      [201, { type: "tool-call-start", id: "a", name: "f" }],
      [202, { type: "tool-call-start", id: "b", name: "g" }],
      [203, { type: "tool-call-delta", id: "b", text: "{}" }],
    );

    expect(recordedTokens(trace).map(({ part, dueMs }) => ({ part, dueMs }))).toEqual([
      { part: { kind: "reasoning" }, dueMs: 100 },
      { part: { kind: "tool-call", call: 1 }, dueMs: 103 },
    ]);
  });

  it("refuses a speed of 0", () => {
    expect(() => recordedTokens(traceOf(), { speed: 0 })).toThrow(RangeError);
  });
});
