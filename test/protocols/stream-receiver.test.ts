import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { VirtualClock } from "../../src/clock/index.ts";
import type { StreamEventBody } from "../../src/events/index.ts";
import { kernelSession } from "../../src/notebook/kernel-session.ts";
import { showIn } from "../../src/notebook/show.ts";
import {
  type CommMessage,
  documentOf,
  readCommMessage,
  readStreamDocument,
  STREAM_MIME_TYPE,
  streamReceiver,
} from "../../src/protocols/index.ts";
import { seededRandom } from "../../src/stats/index.ts";
import { passed, type TimedDelta, timedStream } from "../support/events.ts";
import { events, mutated } from "../support/made/event-arbitraries.ts";
import { fakeHost } from "../support/fake-host.ts";

const deltas = fc.array(
  fc.record({
    text: fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 8 }),
      fc.constantFrom("👩‍👩‍👧", "漢字", "\n\n"),
    ),
    gapMs: fc.integer({ min: 0, max: 120 }),
  }),
  { maxLength: 30 },
);

/** The messages of a kernel for one stream, as JSON, and the document that it stores in the end. */
async function sent(input: readonly TimedDelta[]) {
  const clock = new VirtualClock();
  const host = fakeHost();
  const kernel = kernelSession(host, { clock, random: seededRandom(1) });
  const showing = showIn(kernel, timedStream(clock, input), {});
  await clock.runUntil(showing.then(({ done }) => done));
  const last = host.calls.findLast(({ type }) => type === "update");
  const bundle = last?.type === "update" ? last.bundle : {};
  const final = readStreamDocument(JSON.parse(JSON.stringify(bundle[STREAM_MIME_TYPE])));
  const messages = host.messages.flatMap(
    (message) => readCommMessage(JSON.parse(JSON.stringify(message))) ?? [],
  );
  return { messages, final, text: input.map(({ text }) => text).join("") };
}

/** A stream of blocks with one delta each. It does not end. */
async function* thinkingStream(
  clock: VirtualClock,
  blocks: readonly { readonly kind: string; readonly gapMs: number }[],
) {
  let seq = 0;
  const event = (body: StreamEventBody) => ({ ...body, at: clock.now(), seq: seq++ });
  for (const [index, { kind, gapMs }] of blocks.entries()) {
    const block = `${index}`;
    await passed(clock, gapMs);
    if (kind === "text") {
      yield event({ type: "text-start", block });
      yield event({ type: "text-delta", block, text: "a" });
      yield event({ type: "text-end", block });
    } else {
      yield event({ type: "reasoning-start", block });
      yield event({ type: "reasoning-delta", block, text: "r" });
      yield event({ type: "reasoning-end", block });
    }
  }
  await new Promise(() => undefined);
}

describe("streamReceiver()", () => {
  it("ends with the document that the kernel keeps", async () => {
    await fc.assert(
      fc.asyncProperty(deltas, async (input) => {
        const { messages, final, text } = await sent(input);
        const receiver = streamReceiver();
        for (const message of messages) expect(receiver.receive(message).lost).toBe(false);
        const stream = receiver.stream(final?.id ?? "");

        expect(stream?.text).toBe(text);
        expect(stream && { ...documentOf(stream), seq: 0 }).toEqual({ ...final, seq: 0 });
      }),
      { numRuns: 30 },
    );
  });

  it("never shows a hole after lost messages, and is complete again with the last keyframe", async () => {
    await fc.assert(
      fc.asyncProperty(deltas, fc.infiniteStream(fc.boolean()), async (input, losses) => {
        const { messages, final, text } = await sent(input);
        const receiver = streamReceiver();
        const arrived = messages.filter(
          (message) => message.type !== "batch" || losses.next().value === false,
        );
        for (const message of arrived) {
          receiver.receive(message);
          expect(text.startsWith(receiver.stream(final?.id ?? "")?.text ?? "")).toBe(true);
        }

        expect(receiver.stream(final?.id ?? "")).toMatchObject({ text, state: "ended" });
      }),
      { numRuns: 30 },
    );
  });

  it("has the kernel's state, although text and events travel separately", async () => {
    const blocks = fc.array(
      fc.record({ kind: fc.constantFrom("text", "reasoning"), gapMs: fc.nat({ max: 12 }) }),
      { minLength: 1, maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(blocks, async (list) => {
        const clock = new VirtualClock();
        const host = fakeHost();
        const kernel = kernelSession(host, { clock, random: seededRandom(1) });
        const showing = showIn(kernel, thinkingStream(clock, list), {});
        await clock.runUntil(showing);
        await clock.advanceBy(1_000);
        const viewer = streamReceiver();
        for (const message of host.messages) viewer.receive(message);
        kernel.control({ v: 1, id: "c1", action: "open", stream: undefined });
        const reloaded = streamReceiver();
        for (const message of host.messages) reloaded.receive(message);
        const { id } = await showing;

        expect(viewer.stream(id)?.state).toBe(
          list.at(-1)?.kind === "text" ? "flowing" : "reasoning",
        );
        expect(reloaded.stream(id)).toEqual({
          ...viewer.stream(id),
          seq: reloaded.stream(id)?.seq,
        });
      }),
      { numRuns: 50 },
    );
  });

  it("takes no message twice", async () => {
    const { messages, final, text } = await sent([
      { text: "a", gapMs: 5 },
      { text: "b", gapMs: 50 },
    ]);
    const receiver = streamReceiver();
    for (const message of messages) {
      receiver.receive(message);
      if (message.type !== "open") receiver.receive(message);
    }

    expect(receiver.stream(final?.id ?? "")?.text).toBe(text);
    expect(receiver.stream(final?.id ?? "")?.gapsMs).toHaveLength(2);
  });

  it("reports a lost message until a keyframe comes", async () => {
    const { messages } = await sent(Array.from({ length: 20 }, () => ({ text: "x", gapMs: 40 })));
    const receiver = streamReceiver();
    const [open, first, , third, ...rest] = messages;
    const lost = [open, first, third, ...rest].map(
      (message) => message && receiver.receive(message).lost,
    );

    expect(lost.slice(0, 4)).toEqual([false, false, true, true]);
    expect(lost.at(-1)).toBe(false);
  });
});

describe("readCommMessage(), readStreamDocument()", () => {
  it("take no harm from any JSON", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        readCommMessage(value);
        readStreamDocument(value);
        expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
      }),
    );
  });

  it.each<[string, unknown]>([
    [
      "a text patch with a hole",
      { v: 1, type: "batch", seq: 0, sentAtMs: 0, s: [["s1", 0]], ev: [] },
    ],
    [
      "a negative gap",
      { v: 1, type: "batch", seq: 0, sentAtMs: 0, s: [["s1", 0, "a", [-1]]], ev: [] },
    ],
    ["another version", { v: 2, type: "ack", seq: 0, id: "a" }],
    ["a prototype", JSON.parse('{"__proto__":{"v":1,"type":"ack","seq":0,"id":"a"}}')],
  ])("refuse %s", (_what, value) => {
    expect(readCommMessage(value)).toBeUndefined();
  });

  it.each([
    ["a live", undefined, "waiting"],
    ["an ended", { kind: "stop", raw: "stop" }, "ended"],
  ])("read %s document with a state of a later version", (_what, end, state) => {
    const later = { v: 1, session: "k1", id: "s1", state: "hibernating", seq: 9, text: "Hi", end };

    expect(readStreamDocument(later)).toMatchObject({ state, text: "Hi" });
  });

  it("read a document that an older version saved beside text/markdown", () => {
    const older = {
      v: 1,
      session: "k1",
      id: "s1",
      state: "ended",
      seq: 9,
      text: "Hello",
      reasoning: "",
      end: { kind: "stop", raw: "stop" },
      usage: {
        type: "usage",
        inputTokens: { total: 3 },
        outputTokens: { total: 1 },
        source: "provider",
        at: 85_350.575042,
        seq: 4,
      },
      gaps: "1A8=",
      startedAtWallMs: 0,
    };
    const document = readStreamDocument(older);

    expect(document).toMatchObject({ text: "Hello", toolCalls: [], gaps: "1A8=" });
    expect(document?.usage).not.toHaveProperty("at");
  });

  it("read the events that a trace file keeps, other than answer text, audio and raw frames", () => {
    const excluded = new Set(["text-delta", "audio-delta", "raw"]);
    fc.assert(
      fc.property(events, (event) => {
        const message = {
          v: 1,
          type: "batch",
          seq: 0,
          sentAtMs: 0,
          s: [],
          ev: [["s1", event]],
          st: [],
        };
        const read = readCommMessage(JSON.parse(JSON.stringify(message)));

        expect(read).toEqual({ ...message, ev: excluded.has(event.type) ? [] : message.ev });
      }),
    );
  });

  it("never throw on a mutated message", () => {
    const messages = fc.array(events, { maxLength: 3 }).map((list) => ({
      v: 1,
      type: "batch",
      seq: 0,
      sentAtMs: 0,
      s: [["s1", 0, "Hi", [200]]],
      ev: list.map((event) => ["s1", event]),
    }));
    fc.assert(
      fc.property(mutated(messages), (value) => {
        expect(() => readCommMessage(value)).not.toThrow();
      }),
    );
  });

  it("give back what was sent", () => {
    const message: CommMessage = {
      v: 1,
      type: "batch",
      seq: 4,
      sentAtMs: 12.5,
      s: [["s1", 3, "漢👍", [20, 0.5]]],
      ev: [["s1", { type: "stream-end", reason: { kind: "stop", raw: "stop" } }]],
      st: [["s1", { state: "flowing", isPaused: true, reasoningMs: 12, kernelBlocks: undefined }]],
    };

    expect(readCommMessage(JSON.parse(JSON.stringify(message)))).toEqual(message);
  });
});
