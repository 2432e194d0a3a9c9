import { describe, expect, it } from "vitest";

import { instant, VirtualClock } from "../../../src/clock/index.ts";
import {
  collect,
  type StreamEventBody,
  type Trace,
  traceRecorder,
} from "../../../src/events/index.ts";
import { startStream } from "../../../src/lifecycle/index.ts";
import { type ChatRequest, replayTrace } from "../../../src/providers/index.ts";
import { seededRandom } from "../../../src/stats/index.ts";
import { ANSWER, itObeysTheProviderLaws } from "../../contracts/provider.ts";

const REQUEST: ChatRequest = { model: "m", messages: [] };

const A_DAY_MS = 86_400_000;

/** A recording of `texts`, 20 ms apart after 200 ms where not told otherwise, that ended as told. */
function recording(
  texts: readonly string[],
  end: StreamEventBody | undefined,
  { firstMs = 200, gapMs = 20 } = {},
): Trace {
  const recorder = traceRecorder({ id: "r", scheduledAt: instant(1_000) });
  let seq = 0;
  const say = (body: StreamEventBody, at: number, read: number | undefined) =>
    recorder.event({ ...body, at: instant(at), seq: seq++ }, read);
  recorder.sent(instant(1_000));
  const headersAt = 1_000 + Math.min(100, firstMs);
  recorder.headers(instant(headersAt));
  const start = { provider: "p", model: "m", attempt: 1, requestId: undefined };
  const first = recorder.read(instant(headersAt), 40);
  say({ type: "stream-start", ...start }, headersAt, first);
  say({ type: "text-start", block: "text" }, headersAt, first);
  for (const [index, text] of texts.entries()) {
    const at = 1_000 + firstMs + index * gapMs;
    say({ type: "text-delta", block: "text", text }, at, recorder.read(instant(at), 60));
  }
  const usage = {
    inputTokens: { total: 1, cached: undefined },
    outputTokens: { total: texts.length, reasoning: undefined },
    source: "provider",
  } as const;
  if (end?.type === "stream-end" && end.reason.kind === "stop") {
    const last = recorder.read(instant(1_500), 20);
    say({ type: "text-end", block: "text" }, 1_500, last);
    say({ type: "usage", ...usage }, 1_500, last);
  }
  if (end !== undefined) say(end, 1_500, undefined);
  return recorder.trace();
}

const STOP = { type: "stream-end", reason: { kind: "stop", raw: "stop" } } as const;

describe("replayTrace()", () => {
  const fast = { speed: Infinity };
  const texts = ["Hello ", "漢字 ", "👍", "!"];

  itObeysTheProviderLaws({
    whole: async () => replayTrace(recording(texts, STOP), fast),
    cut: undefined,
    truncated: async () => replayTrace(recording(["Hel"], undefined), fast),
    broken: async () => {
      const failure = { code: "connection-lost", receivedBytes: 60, cause: "reset" } as const;
      const end = { kind: "failed", raw: undefined, failure } as const;
      return replayTrace(recording(["Hel"], { type: "stream-end", reason: end }), fast);
    },
    async stalled() {
      const provider = replayTrace(recording(["Hel", "lo"], STOP, { firstMs: 0, gapMs: A_DAY_MS }));
      const closed = Promise.withResolvers<void>();
      return {
        provider: {
          ...provider,
          stream(request, attempt) {
            attempt.signal.addEventListener("abort", () => closed.resolve());
            return provider.stream(request, attempt);
          },
        },
        closed: closed.promise,
      };
    },
  });

  it("keeps the recorded times", async () => {
    const clock = new VirtualClock();
    const trace = traceRecorder({ id: "again", scheduledAt: clock.now() });
    const stream = startStream(replayTrace(recording(texts, STOP)), REQUEST, {
      clock,
      random: seededRandom(1),
      trace,
    });
    await clock.runUntil(collect(stream));
    const deltas = trace.trace().events.filter(({ event }) => event.type === "text-delta");

    expect(deltas.map(({ event }) => event.at)).toEqual([200, 220, 240, 260]);
    expect(trace.trace().headersAt).toBe(100);
  });

  it("replays faster with a higher speed", async () => {
    const clock = new VirtualClock();
    const stream = startStream(replayTrace(recording(texts, STOP), { speed: 10 }), REQUEST, {
      clock,
      random: seededRandom(1),
    });
    const { text } = await clock.runUntil(collect(stream));

    expect(text).toBe(ANSWER);
    expect(clock.now()).toBe(50);
  });

  it("refuses a speed that is not positive", () => {
    expect(() => replayTrace(recording([], undefined), { speed: 0 })).toThrow(
      "Cannot replay as speed must be a positive number: current value is 0",
    );
  });
});
