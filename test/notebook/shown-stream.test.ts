import { describe, expect, it } from "vitest";

import { type Instant, instant, VirtualClock } from "../../src/clock/index.ts";
import type { StreamEventBody } from "../../src/events/index.ts";
import { batcher } from "../../src/notebook/batcher.ts";
import { loopWatch } from "../../src/notebook/loop-watch.ts";
import { shownStream } from "../../src/notebook/shown-stream.ts";

function made() {
  const names = { session: "k", id: "s", title: undefined, prompt: "Why?", canRetry: true };
  const stream = shownStream({ ...names, startedAt: instant(0), clock: new VirtualClock() });
  let seq = 0;
  const add = (ms: number, body: StreamEventBody) =>
    stream.add({ ...body, at: instant(ms), seq: seq++ });
  return { stream, add };
}

const text = (words: string): StreamEventBody => ({ type: "text-delta", block: "0", text: words });
const thought = (words: string): StreamEventBody => ({
  type: "reasoning-delta",
  block: "r",
  text: words,
});

describe("shownStream()", () => {
  it("measures how long the model reasoned, until its answer or the end of its reasoning", () => {
    const { stream, add } = made();
    expect(stream.status().reasoningMs).toBeUndefined();
    add(1_000, thought("Hm"));
    add(2_500, thought("."));
    expect(stream.status().reasoningMs).toBe(1_500);
    add(3_000, { type: "reasoning-end", block: "r" });
    add(9_000, text("Yes"));
    expect(stream.status().reasoningMs).toBe(2_000);
    add(10_000, thought("More"));
    add(10_400, { type: "text-start", block: "0" });

    expect(stream.status().reasoningMs).toBe(2_400);
  });

  it("distinguishes what blocked the kernel before the first token and after it", () => {
    const { stream, add } = made();
    stream.noteBlock(instant(100), 900);
    // Read at the end of that block, and reported before it.
    add(1_001, text("a"));
    stream.noteBlock(instant(2_000), 4_000.04);

    expect(stream.status().kernelBlocks).toEqual({ beforeFirstTokenMs: 900, longestMs: 4_000 });
  });

  it("counts a block whose report comes after the first token that was read behind it", () => {
    const { stream, add } = made();
    add(1_001, text("a"));
    stream.noteBlock(instant(100), 900);

    expect(stream.status().kernelBlocks?.beforeFirstTokenMs).toBe(900);
  });

  it("does not count the part of a block that was before its request", () => {
    const names = { session: "k", id: "s", title: undefined, prompt: "Why?", canRetry: true };
    const clock = new VirtualClock();
    const stream = shownStream({ ...names, startedAt: instant(5_000), clock });
    stream.noteBlock(instant(50), 4_950);
    expect(stream.status().kernelBlocks).toEqual({ beforeFirstTokenMs: 0, longestMs: 0 });
    stream.noteBlock(instant(4_900), 300);

    expect(stream.status().kernelBlocks).toEqual({ beforeFirstTokenMs: 200, longestMs: 200 });
  });

  it("keeps failed attempts with what followed", () => {
    const { stream, add } = made();
    const failure = { code: "empty-answer" } as const;
    add(5, { type: "attempt-failed", attempt: 1, failure, next: { kind: "retry", inMs: 20 } });

    expect(stream.document(0).attempts).toEqual([
      { attempt: 1, failure, next: { kind: "retry", inMs: 20 } },
    ]);
  });
});

describe("a retry that fails without output", () => {
  it("leaves all of its attempts with the earlier answer", () => {
    const { stream, add } = made();
    const failure = { code: "empty-answer" } as const;
    const failed: StreamEventBody = {
      type: "stream-end",
      reason: { kind: "failed", raw: undefined, failure },
    };
    const next = { kind: "retry", inMs: 20 } as const;
    add(10, text("Hello"));
    add(20, failed);
    for (const startMs of [100, 200]) {
      stream.restart(instant(startMs));
      add(startMs + 10, { type: "attempt-failed", attempt: 1, failure, next });
      add(startMs + 20, failed);
    }

    expect(stream.document(0)).toMatchObject({ text: "Hello", end: { kind: "failed" } });
    expect(stream.document(0).attempts.map(({ attempt, next: then }) => [attempt, then])).toEqual([
      [2, next],
      [3, undefined],
      [4, next],
      [5, undefined],
    ]);
  });
});

describe("loopWatch()", () => {
  /** A clock whose callbacks come late by `lateMs`. */
  function lateClock() {
    const clock = new VirtualClock();
    const late = { ms: 0 };
    return {
      late,
      clock: {
        now: () => clock.now(),
        wallMs: () => clock.wallMs(),
        callAt: (at: Instant, callback: () => void) =>
          clock.callAt(instant(at + late.ms), callback),
      },
      advanceBy: (ms: number) => clock.advanceBy(ms),
    };
  }

  it("reports a timer that is late, and nothing else", async () => {
    const { clock, late, advanceBy } = lateClock();
    const blocks: [number, number][] = [];
    const watch = loopWatch(clock, (since, lagMs) => blocks.push([since, lagMs]));
    watch.start();
    watch.start();
    late.ms = 5;
    await advanceBy(500);
    expect(blocks).toEqual([]);
    late.ms = 700;
    await advanceBy(1_000);
    watch.stop();
    await advanceBy(10_000);

    expect(blocks.map(([, lagMs]) => lagMs)).toEqual([700]);
  });
});

describe("batcher()", () => {
  it("joins the parts of reasoning, and of arguments, that one message has", () => {
    const batch = batcher();
    const content = { offsetChars: 0, gapMs: 1, first: false };
    for (const part of ["a", "b", "c"]) {
      batch.add("s", { type: "event", event: thought(part), content }, instant(0));
    }
    const { ev, s } = batch.take(instant(33));

    expect(ev).toEqual([["s", thought("abc")]]);
    expect(s).toEqual([["s", 0, "", [1, 1, 1]]]);
  });

  it("lets reasoning wait for a window like text", () => {
    const batch = batcher();
    const content = { offsetChars: 0, gapMs: 1, first: false };
    batch.add("s", { type: "event", event: thought("a"), content }, instant(100));

    expect(batch.deadline).toBe(133);
  });

  it("forgets a stream that is sent as a whole, and keeps others", () => {
    const batch = batcher();
    batch.add("a", { type: "status" }, instant(0));
    batch.add("b", { type: "status" }, instant(0));
    batch.drop("a");
    expect(batch.deadline).toBe(0);
    expect([...batch.take(instant(0)).changed]).toEqual(["b"]);
    batch.add("a", { type: "status" }, instant(0));
    batch.drop("a");

    expect(batch.deadline).toBeUndefined();
  });
});
