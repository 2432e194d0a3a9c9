import { describe, expect, it } from "vitest";

import { bufferNames, bufferStream, createBuffer, timeWindow } from "../../src/buffers/index.ts";
import { VirtualClock } from "../../src/clock/index.ts";
import type { StreamEvent } from "../../src/events/index.ts";
import { expectLawfulStream } from "../contracts/event-stream.ts";
import { listOf, passed, timedStream } from "../support/events.ts";

const TEXT = "Prose, 漢字かな and 👩‍👩‍👧 emoji.\n\n```ts\nconst x = 1;\n```\n";

const deltasOf = (text: string, gapMs: number) =>
  (text.match(/[\s\S]{1,3}/gu) ?? []).map((part) => ({ text: part, gapMs }));

const textIn = (events: readonly StreamEvent[]) =>
  events.map((event) => (event.type === "text-delta" ? event.text : "")).join("");

describe("bufferStream()", () => {
  it.each(bufferNames)("keeps all text with %s, in a valid stream", async (strategy) => {
    const clock = new VirtualClock();
    const source = timedStream(clock, deltasOf(TEXT, 20));
    const buffered = bufferStream(source, createBuffer({ strategy }), { clock });
    const events = await clock.runUntil(listOf(buffered));

    expect(textIn(events)).toBe(TEXT);
    expectLawfulStream(events);
  });

  it("keeps the deadline while the source is silent", async () => {
    const clock = new VirtualClock();
    const source = timedStream(clock, [
      { text: "a", gapMs: 0 },
      { text: "b", gapMs: 1_000 },
    ]);
    const flushes: number[] = [];
    const buffered = bufferStream(source, timeWindow({ windowMs: 50 }), {
      clock,
      onFlush: (at) => flushes.push(at),
    });
    await clock.runUntil(listOf(buffered));

    // The last one is released at the end of its block, not of its window.
    expect(flushes).toEqual([50, 1_000]);
  });

  it("shows the held text before it passes a failure on", async () => {
    const clock = new VirtualClock();
    async function* failing() {
      for await (const event of timedStream(clock, [{ text: "tail", gapMs: 0 }])) {
        yield event;
        if (event.type === "text-delta") throw new Error("broken");
      }
    }
    const seen: StreamEvent[] = [];
    const reading = (async () => {
      for await (const event of bufferStream(failing(), timeWindow(), { clock })) seen.push(event);
    })();

    await expect(clock.runUntil(reading)).rejects.toThrow("broken");
    expect(textIn(seen)).toBe("tail");
  });

  it("closes its source when its consumer leaves", async () => {
    const clock = new VirtualClock();
    let left = false;
    async function* endless() {
      try {
        for (let seq = 0; ; seq++) {
          await passed(clock, 1);
          yield { type: "text-delta", block: "text", text: "x", at: clock.now(), seq } as const;
        }
      } finally {
        left = true;
      }
    }
    const reading = (async () => {
      for await (const _ of bufferStream(endless(), timeWindow(), { clock })) break;
    })();
    await clock.runUntil(reading);

    expect(left).toBe(true);
  });
});
