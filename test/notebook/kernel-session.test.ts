import { describe, expect, it } from "vitest";

import { VirtualClock } from "../../src/clock/index.ts";
import type { StreamEventBody } from "../../src/events/index.ts";
import { kernelSession } from "../../src/notebook/kernel-session.ts";
import { showIn } from "../../src/notebook/show.ts";
import { readStreamDocument, STREAM_MIME_TYPE, streamReceiver } from "../../src/protocols/index.ts";
import { decodeGaps } from "../../src/protocols/gap-code.ts";
import { seededRandom } from "../../src/stats/index.ts";
import { passed, type TimedDelta, timedStream } from "../support/events.ts";
import { fakeHost } from "../support/fake-host.ts";

const session = () => {
  const clock = new VirtualClock(1_700_000_000_000);
  const host = fakeHost();
  return { clock, host, session: kernelSession(host, { clock, random: seededRandom(1) }) };
};

const words = (count: number, gapMs: number): TimedDelta[] =>
  Array.from({ length: count }, (_, index) => ({ text: `w${index} `, gapMs }));

/** The given events, each 10 ms after the one before it. */
async function* timed(clock: VirtualClock, bodies: readonly StreamEventBody[]) {
  for (const [seq, body] of bodies.entries()) {
    await passed(clock, 10);
    yield { ...body, at: clock.now(), seq };
  }
}

describe("kernelSession()", () => {
  it("opens the comm, then shows the stream, before it sends anything of it", async () => {
    const { clock, host, session: kernel } = session();
    const showing = showIn(kernel, timedStream(clock, words(3, 1)), {});
    await clock.runUntil(showing.then(({ done }) => done));

    expect(host.calls.slice(0, 3).map(({ type }) => type)).toEqual(["open", "display", "comm"]);
    expect(host.calls.filter(({ type }) => type === "display")).toHaveLength(1);
  });

  it("gives the handle while the stream goes on", async () => {
    const { clock, session: kernel } = session();
    const handle = await clock.runUntil(showIn(kernel, timedStream(clock, words(100, 20)), {}));
    const givenAt = clock.now();
    const { text } = await clock.runUntil(handle.done);

    expect(givenAt).toBe(50);
    expect(text).toBe(
      words(100, 0)
        .map((word) => word.text)
        .join(""),
    );
  });

  it("sends the first token at once, and then one message a window", async () => {
    const { clock, host, session: kernel } = session();
    await clock.runUntil(showIn(kernel, timedStream(clock, words(200, 1)), {}));
    const texts = host.messages.flatMap((message) =>
      message.type === "batch" ? message.s.map(([, offset, text]) => ({ offset, text })) : [],
    );

    expect(texts[0]).toEqual({ offset: 0, text: "w0 " });
    // 50 ms of one delta a millisecond: the first, then what 33 ms brought.
    expect(texts).toHaveLength(2);
  });

  it("stays under 60 messages a second with 32 streams of 200 tokens a second", async () => {
    const { clock, host, session: kernel } = session();
    const showing = Promise.all(
      Array.from({ length: 32 }, () => showIn(kernel, timedStream(clock, words(400, 5)), {})),
    );
    const handles = await clock.runUntil(showing);
    await clock.runUntil(Promise.all(handles.map(({ done }) => done)));
    const batches = host.messages.filter(({ type }) => type === "batch");

    // The streams end one by one in the end, each at once.
    expect(batches.length).toBeLessThan(60 * 2 + 2 * 32);
  });

  it("numbers its messages without gaps", async () => {
    const { clock, host, session: kernel } = session();
    const showing = showIn(kernel, timedStream(clock, words(50, 20)), {});
    await clock.runUntil(showing.then(({ done }) => done));
    const numbers = host.messages.flatMap((message) =>
      message.type === "open" ? [] : [message.seq],
    );

    expect(numbers).toEqual(numbers.map((_, index) => index));
  });

  it("leaves the whole stream in the notebook", async () => {
    const { clock, host, session: kernel } = session();
    const showing = showIn(kernel, timedStream(clock, words(3, 20)), { title: "Answer" });
    await clock.runUntil(showing.then(({ done }) => done));
    const last = host.calls.findLast(({ type }) => type === "update");
    const bundle = last?.type === "update" ? last.bundle : {};
    const document = readStreamDocument(JSON.parse(JSON.stringify(bundle[STREAM_MIME_TYPE])));

    expect(document).toMatchObject({
      title: "Answer",
      state: "ended",
      text: "w0 w1 w2 ",
      end: { kind: "stop" },
      startedAtWallMs: 1_700_000_000_000,
    });
    expect(decodeGaps(document?.gaps ?? "").gapsMs).toEqual([20, 20, 20]);
    expect(bundle["text/plain"]).toBe("Answer\n\nw0 w1 w2 ");
    expect(Object.keys(bundle)).not.toContain("text/markdown");
  });

  it("keeps tool calls, reasoning and usage in the notebook, without the kernel's clock", async () => {
    const { clock, host, session: kernel } = session();
    const usage = {
      type: "usage",
      inputTokens: { total: 3, cached: undefined },
      outputTokens: { total: 5, reasoning: 2 },
      source: "provider",
    } as const;
    const call = { id: "c1", name: "get_weather", text: '{"city":"Paris"}' } as const;
    const events = timed(clock, [
      { type: "reasoning-start", block: "r" },
      { type: "reasoning-delta", block: "r", text: "A tool knows." },
      { type: "reasoning-end", block: "r" },
      { type: "tool-call-start", id: call.id, name: call.name },
      { type: "tool-call-delta", id: call.id, text: call.text },
      { type: "tool-call-end", ...call, input: { city: "Paris" } },
      usage,
      { type: "stream-end", reason: { kind: "tool-calls", raw: "tool_calls" } },
    ]);
    await clock.runUntil(showIn(kernel, events, {}).then(({ done }) => done));
    const last = host.calls.findLast(({ type }) => type === "update");
    const bundle = last?.type === "update" ? last.bundle : {};

    expect(bundle[STREAM_MIME_TYPE]).toMatchObject({
      reasoning: "A tool knows.",
      toolCalls: [call],
    });
    expect(Object(bundle[STREAM_MIME_TYPE])).toHaveProperty("usage", usage);
    expect(bundle["text/plain"]).toBe('→ get_weather {"city":"Paris"}');
    expect(bundle["text/html"]).toContain("A tool knows.");

    // All but the last keyframe: a viewer holds the same calls as the kernel before that.
    const receiver = streamReceiver();
    for (const message of host.messages.slice(0, -1)) receiver.receive(message);
    const { id = "" } = readStreamDocument(bundle[STREAM_MIME_TYPE]) ?? {};

    expect(receiver.stream(id)?.toolCalls).toEqual([call]);
  });

  it("shows a block that starts again without its earlier text, in kernel and viewer", async () => {
    const { clock, host, session: kernel } = session();
    const showing = showIn(
      kernel,
      timed(clock, [
        { type: "text-start", block: "0" },
        { type: "text-delta", block: "0", text: "Hex" },
        { type: "block-reset", block: "0" },
        { type: "text-start", block: "0" },
        { type: "text-delta", block: "0", text: "Hello" },
        { type: "text-end", block: "0" },
        { type: "text-start", block: "0" },
        { type: "text-delta", block: "0", text: ", world" },
        { type: "text-end", block: "0" },
        { type: "stream-end", reason: { kind: "stop", raw: "stop" } },
      ]),
      {},
    );
    const { id, done } = await clock.runUntil(showing);
    const { text } = await clock.runUntil(done);
    const viewer = streamReceiver();
    const shown = host.messages.map((message) => {
      expect(viewer.receive(message).lost).toBe(false);
      return viewer.stream(id)?.text;
    });

    expect(text).toBe("Hello, world");
    expect([...new Set(shown)]).toEqual([undefined, "", "Hex", "Hello, world"]);
  });

  it("shows a viewer that a spoken answer has begun, without its audio", async () => {
    const { clock, host, session: kernel } = session();
    const audio = { type: "audio-delta", format: "audio/wav", bytes: new Uint8Array(2) } as const;
    const showing = showIn(kernel, timed(clock, [audio, audio]), {});
    const { id } = await clock.runUntil(showing);
    const viewer = streamReceiver();
    const states = host.messages.map((message) => {
      viewer.receive(message);
      return viewer.stream(id)?.state;
    });

    expect([...new Set(states)]).toEqual([undefined, "connecting", "flowing", "ended"]);
    expect(JSON.stringify(host.messages)).not.toContain("audio");
  });

  it("resolves with a call that its source left open as incomplete", async () => {
    const { clock, session: kernel } = session();
    const showing = showIn(
      kernel,
      timed(clock, [
        { type: "tool-call-start", id: "c1", name: "now" },
        { type: "tool-call-start", id: "c2", name: "find" },
        { type: "tool-call-delta", id: "c2", text: '{"a":1}' },
      ]),
      {},
    );
    const { toolCalls, end } = await clock.runUntil(showing.then(({ done }) => done));

    expect(end?.kind).toBe("truncated");
    expect(toolCalls).toEqual([
      { id: "c1", name: "now", text: "", input: undefined },
      { id: "c2", name: "find", text: '{"a":1}', input: undefined },
    ]);
  });

  it("stops one stream for a viewer and acknowledges it", async () => {
    const { clock, host, session: kernel } = session();
    const endless = () => timedStream(clock, words(10_000, 20));
    const [first, second] = await clock.runUntil(
      Promise.all([showIn(kernel, endless(), {}), showIn(kernel, endless(), {})]),
    );
    kernel.control({ v: 1, id: "c1", action: "stop", stream: first.id });
    await clock.runUntil(first.done);

    expect(host.messages.find(({ type }) => type === "ack")).toMatchObject({
      id: "c1",
      problem: undefined,
    });
    let secondEnded = false;
    void second.done.then(() => {
      secondEnded = true;
    });
    await clock.advanceBy(100);
    expect(secondEnded).toBe(false);
    second.stop();
    await clock.runUntil(second.done);
  });

  it("reports why it cannot stop a stream that has ended", async () => {
    const { clock, host, session: kernel } = session();
    const handle = await clock.runUntil(showIn(kernel, timedStream(clock, []), {}));
    await clock.runUntil(handle.done);
    kernel.control({ v: 1, id: "c1", action: "stop", stream: handle.id });

    expect(host.messages.at(-1)).toMatchObject({
      type: "ack",
      problem: `Cannot stop "${handle.id}" as it has ended`,
    });
  });

  it("opens the comm again, with all streams, for a page that was reloaded", async () => {
    const { clock, host, session: kernel } = session();
    const handle = await clock.runUntil(showIn(kernel, timedStream(clock, words(100, 20)), {}));
    kernel.control({ v: 1, id: "c1", action: "open", stream: undefined });
    const open = host.messages.findLast(({ type }) => type === "open");

    expect(open).toMatchObject({ streams: [{ id: handle.id, state: "flowing", text: "w0 w1 " }] });
    handle.stop();
    await clock.runUntil(handle.done);
  });

  it("stops all streams on an interrupt and calls the interrupt listeners", async () => {
    const { clock, host, session: kernel } = session();
    const handle = await clock.runUntil(showIn(kernel, timedStream(clock, words(1_000, 20)), {}));
    let called = false;
    kernel.onInterrupt(() => {
      called = true;
    });
    host.interrupt();
    const { end } = await clock.runUntil(handle.done);

    expect({ called, kind: end?.kind }).toEqual({ called: true, kind: "aborted" });
  });

  it("says that an interrupt stopped nothing", async () => {
    const { clock, host, session: kernel } = session();
    const handle = await clock.runUntil(showIn(kernel, timedStream(clock, words(5, 20)), {}));
    host.interrupt();
    await clock.runUntil(handle.done);
    const before = host.calls.filter(({ type }) => type === "error").length;
    host.interrupt();

    expect(before).toBe(0);
    expect(host.calls.at(-1)).toEqual({
      type: "error",
      line: "Interrupted: no stream or benchmark is running. Restart the kernel to end other code",
    });
  });

  it("ends a stream truthfully when its source throws", async () => {
    const { clock, session: kernel } = session();
    async function* broken() {
      for await (const event of timedStream(clock, words(3, 1))) {
        yield event;
        if (event.type === "text-delta") throw new Error("a bug of the caller");
      }
    }
    const handle = await clock.runUntil(showIn(kernel, broken(), {}));
    const { text, end } = await clock.runUntil(handle.done);

    expect(text).toBe("w0 ");
    expect(end).toMatchObject({ kind: "failed", failure: { detail: "a bug of the caller" } });
  });

  it("reports uncaught errors", () => {
    const { host } = session();
    host.fail("stray");

    expect(host.calls).toEqual([{ type: "error", line: "Uncaught in a background task: stray" }]);
  });
});
