import { describe, expect, it } from "vitest";

import { elapsedMs, instant, VirtualClock } from "../../src/clock/index.ts";
import { collect } from "../../src/events/index.ts";
import { startStream } from "../../src/lifecycle/index.ts";
import { openAiChat } from "../../src/providers/index.ts";
import { seededRandom } from "../../src/stats/index.ts";
import { chunk } from "../support/servers/byte-server.ts";

/** Answers with these frames and then stays silent. */
function silentAfter(...frames: readonly string[]): typeof globalThis.fetch {
  return async () =>
    new Response(
      new ReadableStream({
        start(controller) {
          for (const frame of frames) controller.enqueue(new TextEncoder().encode(frame));
        },
      }),
      { headers: { "content-type": "text/event-stream" } },
    );
}

async function answerOf(frames: readonly string[], idleMs: number, totalMs = 600_000) {
  const clock = new VirtualClock();
  const provider = openAiChat({ apiKey: "key-123456", fetch: silentAfter(...frames) });
  const stream = startStream(
    provider,
    { model: "m", messages: [{ role: "user", content: "Hi" }] },
    { clock, random: seededRandom(1), deadlines: { firstTokenMs: idleMs, idleMs, totalMs } },
  );
  const answer = await clock.runUntil(collect(stream));
  return { ...answer, tookMs: elapsedMs(instant(0), clock.now()) };
}

describe("startStream(), when an answer has its finish reason and its body stays open", () => {
  it.each([10, 999, 30_000])(
    "completes it after a second with an idle deadline of %d ms",
    async (idleMs) => {
      const frames = [chunk({ content: "a" }), chunk({}, { finish: "stop" })];
      const { text, end, tookMs } = await answerOf(frames, idleMs);

      expect({ text, end }).toEqual({ text: "a", end: { kind: "stop", raw: "stop" } });
      expect(tookMs).toBe(1_000);
    },
  );

  it.each([1, 999, 1_000, 1_001])(
    "completes it in spite of a total deadline: %d ms",
    async (totalMs) => {
      const frames = [chunk({ content: "a" }), chunk({}, { finish: "stop" })];
      const { text, end } = await answerOf(frames, 30_000, totalMs);

      expect({ text, end }).toEqual({ text: "a", end: { kind: "stop", raw: "stop" } });
    },
  );

  it("still fails an answer without a finish reason at its idle deadline", async () => {
    const { end } = await answerOf([chunk({ content: "a" })], 999);

    expect(end).toMatchObject({ failure: { code: "deadline-exceeded", deadline: "idle" } });
  });
});
