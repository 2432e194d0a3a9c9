import { describe, expect, it } from "vitest";

import {
  advance,
  endOf,
  seek,
  step,
  toggle,
} from "../../../labextension/src/view/trace/playback.ts";
import { timelineOf } from "../../../labextension/src/view/trace/timeline.ts";
import { madeTrace } from "./made-trace.ts";

const timeline = timelineOf(madeTrace());
const end = endOf(timeline);
const start = seek(end, timeline, -100);

describe("step()", () => {
  it("passes every mark once, also those with the same time", () => {
    let playback = step(end, timeline, -Infinity);
    const passed: number[] = [];
    while (playback.passed < timeline.marks.length) {
      playback = step(playback, timeline, 1);
      passed.push(playback.passed);
    }

    expect(passed).toEqual(timeline.marks.map((_, index) => index + 1));
    expect(step(playback, timeline, 1)).toMatchObject({ atMs: 172, passed: 16 });
    expect(step(step(end, timeline, -Infinity), timeline, -1).passed).toBe(0);
  });
});

describe("advance()", () => {
  it("plays in recorded time, or four times as fast", () => {
    const playing = toggle({ ...start, passed: 0 }, timeline);

    expect(advance(playing, timeline, 50).atMs).toBe(50);
    expect(advance({ ...playing, speed: 4 }, timeline, 25).atMs).toBe(100);
    expect(advance(start, timeline, 50)).toBe(start);
  });

  it("pauses at the end, from where it plays again from the start", () => {
    const over = advance(toggle(start, timeline), timeline, 10_000);

    expect(over).toMatchObject({ atMs: 172, passed: 16, isPlaying: false });
    expect(toggle(over, timeline)).toMatchObject({ atMs: 0, passed: 0, isPlaying: true });
  });
});

describe("seek()", () => {
  it("stays within the trace", () => {
    expect(seek(end, timeline, -5).atMs).toBe(0);
    expect(seek(end, timeline, 500)).toMatchObject({ atMs: 172, passed: 16 });
  });
});
