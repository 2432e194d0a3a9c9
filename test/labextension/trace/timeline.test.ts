import { describe, expect, it } from "vitest";

import {
  markText,
  marksUntil,
  nearestMark,
  timelineOf,
} from "../../../labextension/src/view/trace/timeline.ts";
import { answerReplay } from "../../../labextension/src/view/trace/answer-replay.ts";
import { madeTrace } from "./made-trace.ts";

describe("timelineOf()", () => {
  it("has a lane for each layer that was recorded, from the request to the buffer", () => {
    const { lanes } = timelineOf(madeTrace());

    expect(lanes.map(({ label, marks }) => [label, marks.length])).toEqual([
      ["Request", 2],
      ["Headers", 1],
      ["Socket reads", 2],
      ["Stream", 3],
      ["Text", 3],
      ["Tool calls", 3],
      ["Buffer flushes", 2],
    ]);
  });

  it("gives each mark its stamp and the gap before it in its lane", () => {
    const { lanes } = timelineOf(madeTrace());
    const texts = lanes.find(({ id }) => id === "text")?.marks.map(markText);

    expect(texts).toEqual([
      "text “Hello ” · at 100.0 ms",
      "text “world” · at 100.0 ms, 0.0 ms after the one before it",
      "text “⏎!” · at 150.5 ms, 50.5 ms after the one before it",
    ]);
  });

  it("puts a read before its events, and everything in the order of time", () => {
    const { marks } = timelineOf(madeTrace());
    const times = marks.map(({ atMs }) => atMs);
    const lanesAt100 = marks.filter(({ atMs }) => atMs === 100).map(({ lane }) => lane);

    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(lanesAt100).toEqual(["reads", "stream", "text", "text"]);
  });

  it("has a length for a trace without any time", () => {
    const empty = { ...madeTrace(), sentAt: undefined, headersAt: undefined };
    const { fromMs, toMs } = timelineOf({ ...empty, reads: [], events: [], flushes: [] });

    expect([fromMs, toMs]).toEqual([0, 1]);
  });
});

describe("marksUntil(), nearestMark()", () => {
  const { marks } = timelineOf(madeTrace());

  it("count the marks up to a time", () => {
    expect(marksUntil(marks, -1)).toBe(0);
    expect(marksUntil(marks, 2)).toBe(2);
    expect(marksUntil(marks, 1e9)).toBe(marks.length);
  });

  it("find the nearest mark within a distance", () => {
    expect(nearestMark(marks, 81, 5)?.label).toBe("headers received");
    expect(nearestMark(marks, 90, 5)).toBeUndefined();
  });
});

describe("answerReplay()", () => {
  it("returns the answer as it was, forwards and backwards, with what the buffer had released", () => {
    const timeline = timelineOf(madeTrace());
    const answerAt = answerReplay(timeline);
    const at = (ms: number) => answerAt(marksUntil(timeline.marks, ms));

    expect(at(100)).toMatchObject({ text: "Hello world", shownChars: 0 });
    expect(at(110)).toMatchObject({ text: "Hello world", shownChars: 11 });
    expect(at(1000)).toMatchObject({ text: "Hello world\n!", shownChars: 13 });
    expect(at(1000).toolCalls[0]).toMatchObject({ name: "look", text: '{"a":1}' });
    expect(at(80)).toEqual({ text: "", reasoning: "", toolCalls: [], shownChars: 0 });
    expect(at(150.5)).toMatchObject({ text: "Hello world\n!" });
  });
});
