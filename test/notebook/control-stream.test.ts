import { describe, expect, it } from "vitest";

import { type BufferStrategy, createBuffer } from "../../src/buffers/index.ts";
import { VirtualClock } from "../../src/clock/index.ts";
import type { EndReason, StreamEvent, StreamEventBody } from "../../src/events/index.ts";
import { kernelSession } from "../../src/notebook/kernel-session.ts";
import type { Showable } from "../../src/notebook/index.ts";
import { showIn } from "../../src/notebook/show.ts";
import { type ControlAction, readStreamBundle, streamReceiver } from "../../src/protocols/index.ts";
import { seededRandom } from "../../src/stats/index.ts";
import { passed } from "../support/events.ts";
import { fakeHost } from "../support/fake-host.ts";

const STOP: EndReason = { kind: "stop", raw: "stop" };
const DOWN: EndReason = {
  kind: "failed",
  raw: undefined,
  failure: { code: "connection-failed", url: "http://a.test", cause: "ECONNREFUSED" },
};

/** What each request of a source brings: words, 10 ms apart, then the end. */
interface Script {
  readonly words: readonly string[];
  readonly end: EndReason;
}

/** A source that can be stopped and requested again, as `stream()` returns. */
function source(clock: VirtualClock, [script, ...later]: readonly Script[]): Showable {
  const stopping = new AbortController();
  async function* events(): AsyncGenerator<StreamEvent> {
    let seq = 0;
    const event = (body: StreamEventBody) => ({ ...body, at: clock.now(), seq: seq++ });
    for (const text of script?.words ?? []) {
      await passed(clock, 10);
      if (stopping.signal.aborted) break;
      yield event({ type: "text-delta", block: "0", text });
    }
    await passed(clock, 10);
    const reason: EndReason = stopping.signal.aborted
      ? { kind: "aborted", raw: "stopped" }
      : (script?.end ?? STOP);
    yield event({ type: "stream-end", reason });
  }
  const again = () => source(clock, later);
  return {
    startedAt: clock.now(),
    [Symbol.asyncIterator]: events,
    stop: () => stopping.abort(),
    ...(later.length > 0 && { again }),
  };
}

async function shown(...scripts: readonly Script[]) {
  const clock = new VirtualClock();
  const host = fakeHost();
  const session = kernelSession(host, { clock, random: seededRandom(1) });
  const handle = await clock.runUntil(showIn(session, source(clock, scripts)));
  let controls = 0;
  /** Returns the problem that the kernel acknowledges. */
  const control = (action: ControlAction, stream: string | undefined = handle.id) => {
    session.control({ v: 1, id: `c${++controls}`, action, stream });
    const ack = host.messages.at(-1);
    return ack?.type === "ack" ? ack.problem : "no answer";
  };
  const received = () => {
    const viewer = streamReceiver();
    for (const message of host.messages) viewer.receive(message);
    return viewer.stream(handle.id);
  };
  const saved = () => {
    const last = host.calls.findLast(({ type }) => type === "update");
    return last?.type === "update" ? readStreamBundle(last.bundle) : undefined;
  };
  return { clock, host, session, handle, control, received, saved };
}

const words = (count: number) => Array.from({ length: count }, (_, index) => `w${index} `);

describe("pause and resume", () => {
  it("show nothing more until the viewer resumes, then all of it", async () => {
    const { clock, control, received, handle } = await shown({ words: words(50), end: STOP });
    expect(control("pause")).toBeUndefined();
    await clock.advanceBy(20);
    const paused = received();
    await clock.advanceBy(10_000);

    expect(paused).toMatchObject({ isPaused: true, state: "flowing" });
    expect(received()?.text).toBe(paused?.text);
    expect(control("resume")).toBeUndefined();
    const { text } = await clock.runUntil(handle.done);
    expect(received()).toMatchObject({ isPaused: false, text });
    expect(text).toBe(words(50).join(""));
  });

  it("end when the stream is stopped", async () => {
    const { clock, control, received, handle } = await shown({ words: words(50), end: STOP });
    control("pause");
    await clock.advanceBy(1_000);
    control("stop");
    const { end } = await clock.runUntil(handle.done);

    expect(end?.kind).toBe("aborted");
    expect(received()).toMatchObject({ isPaused: false, state: "ended" });
  });

  it("leave no gap in the times of a buffer", async () => {
    const clock = new VirtualClock();
    const host = fakeHost();
    const session = kernelSession(host, { clock, random: seededRandom(1) });
    const buffer = createBuffer({ strategy: "immediate" });
    const { id, done } = await clock.runUntil(
      showIn(session, source(clock, [{ words: words(50), end: STOP }]), { buffer }),
    );
    session.control({ v: 1, id: "c1", action: "pause", stream: id });
    await clock.advanceBy(5_000);
    session.control({ v: 1, id: "c2", action: "resume", stream: id });
    await clock.runUntil(done);
    const viewer = streamReceiver();
    for (const message of host.messages) viewer.receive(message);

    expect(Math.max(...(viewer.stream(id)?.gapsMs ?? []))).toBeLessThan(100);
  });

  it("are impossible when the stream has ended", async () => {
    const { clock, control, handle } = await shown({ words: [], end: STOP });
    await clock.runUntil(handle.done);

    expect(control("pause")).toBe(`Cannot pause "${handle.id}" as it has ended`);
    expect(control("resume")).toBe(`Cannot resume "${handle.id}" as it has ended`);
  });
});

describe("the end of a stream", () => {
  /** Shows a source that is not a `stream()`. */
  async function showing(made: (clock: VirtualClock) => Showable, buffer?: BufferStrategy) {
    const clock = new VirtualClock();
    const host = fakeHost();
    const session = kernelSession(host, { clock, random: seededRandom(1) });
    const handle = await clock.runUntil(showIn(session, made(clock), { buffer }));
    const control = (action: ControlAction) =>
      session.control({ v: 1, id: action, action, stream: handle.id });
    return { clock, handle, control };
  }

  const delta = (clock: VirtualClock, text: string): StreamEvent => ({
    type: "text-delta",
    block: "0",
    text,
    at: clock.now(),
    seq: 0,
  });
  const ending = (clock: VirtualClock): StreamEvent => ({
    type: "stream-end",
    reason: STOP,
    at: clock.now(),
    seq: 1,
  });

  it("releases what a buffer holds, when a source without stop() is stopped", async () => {
    const { clock, handle } = await showing(
      (made) => ({
        async *[Symbol.asyncIterator]() {
          yield delta(made, "Hello");
          await passed(made, 1e6);
        },
      }),
      createBuffer({ strategy: "count-or-time", options: { chunks: 9, windowMs: 1e5 } }),
    );
    handle.stop();
    const { text, end } = await clock.runUntil(handle.done);

    expect([text, end?.kind]).toEqual(["Hello", "aborted"]);
  });

  it("is its first one, whatever the source sends after it or throws when it is closed", async () => {
    const { clock, handle } = await showing((made) => ({
      async *[Symbol.asyncIterator]() {
        try {
          yield delta(made, "Hello");
          yield ending(made);
          yield delta(made, " again");
          yield ending(made);
        } finally {
          await Promise.reject(new Error("cannot close"));
        }
      },
      stop: () => undefined,
    }));
    const { text, end } = await clock.runUntil(handle.done);

    expect([text, end?.kind]).toEqual(["Hello", "stop"]);
    expect(handle.document()).toMatchObject({ text: "Hello", end: STOP });
  });

  it("does not end a retry that begins before the source is closed", async () => {
    const request = (made: VirtualClock, text: string): Showable => ({
      async *[Symbol.asyncIterator]() {
        await passed(made, 100);
        yield delta(made, text);
        yield ending(made);
        await passed(made, 20);
      },
      stop: () => undefined,
      again: () => request(made, "second"),
    });
    const { clock, handle, control } = await showing((made) => request(made, "first"));
    await clock.advanceBy(51);
    control("retry");
    await clock.advanceBy(50);
    const { text } = await clock.runUntil(handle.done);

    expect(text).toBe("second");
    expect(handle.document()).toMatchObject({ text: "second", end: STOP });
  });

  it("can be followed by a retry, if it came while the stream was paused", async () => {
    const request = (made: VirtualClock, text: string | undefined): Showable => ({
      async *[Symbol.asyncIterator]() {
        await passed(made, 100);
        if (text === undefined) throw new Error("gone");
        yield delta(made, text);
        yield ending(made);
      },
      again: () => request(made, "second"),
    });
    const { clock, handle, control } = await showing((made) => request(made, undefined));
    control("pause");
    await clock.advanceBy(100);
    control("retry");
    await clock.advanceBy(1_000);

    expect(handle.document()).toMatchObject({ text: "second", end: STOP });
  });
});

describe("release", () => {
  it("stops a stream whose last view was removed", async () => {
    const { clock, control, handle } = await shown({ words: words(1_000), end: STOP });
    expect(control("release")).toBeUndefined();
    const { end } = await clock.runUntil(handle.done);

    expect(end?.kind).toBe("aborted");
    expect(control("release")).toBeUndefined();
  });
});

describe("retry", () => {
  it("shows the earlier answer until the new one has output, and then only that", async () => {
    const { clock, control, received, saved, handle } = await shown(
      { words: ["Hal", "f"], end: DOWN },
      { words: ["Whole"], end: STOP },
    );
    await clock.runUntil(handle.done);
    expect(control("retry")).toBeUndefined();
    const waiting = received();
    const { text } = await clock.runUntil(handle.done);

    expect(waiting).toMatchObject({ text: "Half", state: "connecting", end: undefined });
    expect(text).toBe("Whole");
    expect(received()).toMatchObject({ text: "Whole", end: STOP, gapsMs: [10] });
    expect(saved()).toMatchObject({
      text: "Whole",
      end: STOP,
      attempts: [{ attempt: 1, failure: { code: "connection-failed" }, next: { kind: "retry" } }],
    });
  });

  it("keeps the earlier answer if the new request fails, and names the failure", async () => {
    const { clock, control, received, saved, handle } = await shown(
      { words: ["Half"], end: { kind: "length", raw: undefined } },
      { words: [], end: DOWN },
    );
    await clock.runUntil(handle.done);
    control("retry");
    const { end } = await clock.runUntil(handle.done);

    expect(end).toEqual(DOWN);
    const attempts = [{ attempt: 2, failure: DOWN.failure, next: undefined }];
    expect(received()).toMatchObject({ text: "Half", state: "ended", end: { kind: "length" } });
    expect([received()?.attempts, saved()?.attempts]).toEqual([attempts, attempts]);
  });

  it("keeps the earlier answer if the user stops the new request", async () => {
    const { clock, control, received, handle } = await shown(
      { words: ["Half"], end: DOWN },
      { words: [], end: STOP },
    );
    await clock.runUntil(handle.done);
    control("retry");
    control("stop");
    await clock.runUntil(handle.done);

    expect(received()).toMatchObject({ text: "Half", end: DOWN, attempts: [] });
  });

  it("can be repeated", async () => {
    const { clock, control, received, handle } = await shown(
      { words: ["a"], end: DOWN },
      { words: [], end: DOWN },
      { words: ["b"], end: STOP },
      { words: ["c"], end: STOP },
    );
    await clock.runUntil(handle.done);
    for (const _ of [1, 2]) {
      control("retry");
      await clock.runUntil(handle.done);
    }

    expect(received()?.text).toBe("b");
    expect(received()?.attempts.map(({ attempt }) => attempt)).toEqual([1, 2]);
  });

  it("is refused with the reason while the stream goes on, or if its source cannot be requested", async () => {
    const { clock, control, received, handle } = await shown({ words: words(50), end: STOP });

    expect(received()?.canRetry).toBe(false);
    expect(control("retry")).toBe(`Cannot retry "${handle.id}" as it has not ended`);
    await clock.runUntil(handle.done);
    expect(control("retry")).toBe(
      `Cannot retry "${handle.id}" as it was not requested by stream(): run its cell again`,
    );
    expect(control("retry", "s9")).toBe('Cannot retry "s9" as the kernel no longer keeps it');
  });
});
