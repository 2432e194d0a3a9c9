import { describe, expect, it } from "vitest";

import { VirtualClock } from "../../../src/clock/index.ts";
import { collect, traceRecorder } from "../../../src/events/index.ts";
import { startStream } from "../../../src/lifecycle/index.ts";
import {
  openAiChat,
  type RecordedEnd,
  type Recording,
  recordProvider,
  replayRecording,
} from "../../../src/providers/index.ts";
import { recordedFetch } from "../../../src/providers/recordings/replay-recording.ts";
import { seededRandom } from "../../../src/stats/index.ts";
import { itObeysTheProviderLaws } from "../../contracts/provider.ts";
import { answerFrom, KEY, REQUEST } from "../../contracts/wire-provider.ts";
import { chatFrames, chunk, sends } from "../../support/servers/byte-server.ts";
import { madeRecording } from "../../support/made/made-recording.ts";

const A_DAY_MS = 86_400_000;

/** An answer of such reads: the headers after 100 ms, the first read after 200, then one each 20. */
const recordingOf = (reads: readonly (string | Uint8Array)[], end?: RecordedEnd["kind"]) =>
  madeRecording(
    reads.map((read, index) => [200 + index * 20, read]),
    end,
  );

const chat = () => openAiChat({ apiKey: KEY });
const frames = chatFrames("Hello ", "漢字 ", "👍", "!");
const beginning = [chunk({ content: "Hel" })];
const bytewise = Array.from(Buffer.from(frames.join("")), (byte) => Uint8Array.of(byte));
const fast = { speed: Infinity };

const outside = (clock: VirtualClock) => ({
  clock,
  random: seededRandom(1),
  retry: { attempts: 1 },
});

describe("replayRecording()", () => {
  itObeysTheProviderLaws({
    whole: async () => replayRecording(recordingOf([frames.join("")]), chat(), fast),
    cut: async () => replayRecording(recordingOf(bytewise), chat(), fast),
    truncated: async () => replayRecording(recordingOf(beginning), chat(), fast),
    broken: async () => replayRecording(recordingOf(beginning, "broken"), chat(), fast),
    async stalled() {
      const [first = ""] = beginning;
      const late = madeRecording([
        [0, first],
        [A_DAY_MS, "data: [DONE]\n\n"],
      ]);
      const provider = replayRecording(late, chat());
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

  it.each([
    [1, 100, [200, 220, 240, 260, 280, 300, 320, 340]],
    [2, 50, [100, 110, 120, 130, 140, 150, 160, 170]],
  ])("plays at the recorded times, %d times as fast", async (speed, headersAt, readsAt) => {
    const clock = new VirtualClock();
    const trace = traceRecorder({ id: "again", scheduledAt: clock.now() });
    const replayed = replayRecording(recordingOf(frames), chat(), { speed });
    const stream = startStream(replayed, REQUEST, { ...outside(clock), trace });
    await clock.runUntil(collect(stream));
    const { reads, ...stamps } = trace.trace();

    expect(stamps.headersAt).toBe(headersAt);
    expect(reads.map(({ at }) => at)).toEqual(readsAt);
    expect(reads.map(({ sizeBytes }) => sizeBytes)).toEqual(
      frames.map((frame) => Buffer.byteLength(frame)),
    );
  });

  it("yields the events of the recorded stream", async () => {
    const recordings: Recording[] = [];
    const create = (baseUrl: string) =>
      recordProvider(openAiChat({ apiKey: KEY, baseUrl }), (one) => recordings.push(one));
    const live = await answerFrom({ create }, sends(...frames));
    const [recording] = recordings;
    const clock = new VirtualClock();
    const again =
      recording &&
      (await clock.runUntil(
        collect(startStream(replayRecording(recording, chat()), REQUEST, outside(clock))),
      ));

    expect(again).toMatchObject({ text: live.text, end: live.end });
  });

  it("refuses again what was refused", async () => {
    const refused = {
      ...recordingOf(['{"error":{"message":"slow down"}}']),
      status: 429,
      headers: { "retry-after": "7" },
    };
    const clock = new VirtualClock();
    const { end } = await clock.runUntil(
      collect(startStream(replayRecording(refused, chat()), REQUEST, outside(clock))),
    );

    expect(end).toMatchObject({
      failure: { code: "http-status", status: 429, detail: "slow down", retryAfterMs: 7_000 },
    });
  });

  it("breaks where the recording reached its limit", async () => {
    const clock = new VirtualClock();
    const cut = replayRecording(recordingOf(beginning, "too-large"), chat());
    const { text, end } = await clock.runUntil(collect(startStream(cut, REQUEST, outside(clock))));

    expect(text).toBe("Hel");
    expect(end).toMatchObject({
      failure: { code: "connection-lost", cause: "the recording ends after 9 bytes" },
    });
  });

  it("refuses to stand still", () => {
    expect(() => replayRecording(recordingOf([]), chat(), { speed: 0 })).toThrow(
      "Cannot replay as speed must be a positive number: current value is 0",
    );
  });
});

describe("recordedFetch()", () => {
  it("waits no longer when it is aborted", async () => {
    const clock = new VirtualClock();
    const stopping = new AbortController();
    const fetch = recordedFetch(recordingOf(frames), { clock, speed: 1 });
    const answered = fetch("http://h/", { signal: stopping.signal });
    stopping.abort(new Error("enough"));

    await expect(answered).rejects.toThrow("enough");
    expect(clock.nextCallAt).toBeUndefined();
  });
});
