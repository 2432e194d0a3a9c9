import { describe, expect, it } from "vitest";

import { createBuffer } from "../../src/buffers/index.ts";
import { VirtualClock } from "../../src/clock/index.ts";
import { compareIn } from "../../src/notebook/compare.ts";
import { compare } from "../../src/notebook/index.ts";
import { kernelSession } from "../../src/notebook/kernel-session.ts";
import { readComparisonBundle, streamReceiver } from "../../src/protocols/index.ts";
import { type Provider, replayTrace } from "../../src/providers/index.ts";
import { seededRandom } from "../../src/stats/index.ts";
import { timedStream } from "../support/events.ts";
import { fakeHost } from "../support/fake-host.ts";
import { evenChunks, madeTrace } from "../support/made/made-trace.ts";

const TRACE = madeTrace({ chunks: evenChunks(20, 40, 20) });

function kernel() {
  const clock = new VirtualClock(1_700_000_000_000);
  const host = fakeHost();
  return { clock, host, session: kernelSession(host, { clock, random: seededRandom(1) }) };
}

/** An arm that asks a provider which answers with the trace. */
const arm = (clock: VirtualClock, model: string) => ({
  provider: replayTrace(TRACE),
  model,
  clock,
});

describe("compare()", () => {
  it("shows the answers of all arms in one display, and keeps them with their names", async () => {
    const { clock, host, session } = kernel();
    const arms = { a: arm(clock, "one"), b: arm(clock, "two") };
    const compared = await clock.runUntil(
      compareIn(session, { source: "Why?", arms, title: "Sky" }),
    );
    const { a, b } = await clock.runUntil(compared.done);
    const last = host.calls.findLast(({ type }) => type === "update");
    const document = last?.type === "update" ? readComparisonBundle(last.bundle) : undefined;

    expect(host.calls.filter(({ type }) => type === "display")).toHaveLength(1);
    expect(host.calls.slice(0, 3).map(({ type }) => type)).toEqual(["open", "display", "comm"]);
    expect(document).toMatchObject({
      title: "Sky",
      prompt: "Why?",
      arms: [
        { name: "a", stream: { text: a.text, state: "ended", title: undefined } },
        { name: "b", stream: { text: b.text, state: "ended" } },
      ],
    });
  });

  it("requests all at one moment, by one clock, and feeds each like a stream", async () => {
    const { clock, host, session } = kernel();
    const arms = { a: arm(clock, "m"), b: arm(clock, "m"), c: arm(clock, "m") };
    const compared = await clock.runUntil(compareIn(session, { source: "Why?", arms }));
    await clock.runUntil(compared.done);
    const viewer = streamReceiver();
    for (const message of host.messages) expect(viewer.receive(message).lost).toBe(false);
    const streams = [compared.arms.a, compared.arms.b, compared.arms.c].map(({ id }) =>
      viewer.stream(id),
    );

    expect(new Set(streams.map((stream) => stream?.startedAtWallMs))).toEqual(
      new Set([1_700_000_000_000]),
    );
    expect(streams.map((stream) => stream?.gapsMs[0])).toEqual([40, 40, 40]);
  });

  it("plays one recording through several buffers", async () => {
    const { clock, host, session } = kernel();
    const words = createBuffer({
      strategy: "count-or-time",
      options: { chunks: 5, windowMs: 100 },
    });
    const arms = { plain: { clock }, words: { clock, buffer: words } };
    const compared = await clock.runUntil(compareIn(session, { source: TRACE, arms }));
    const ends = await clock.runUntil(compared.done);
    const last = host.calls.findLast(({ type }) => type === "update");
    const document = last?.type === "update" ? readComparisonBundle(last.bundle) : undefined;

    expect(ends.words.text).toBe(ends.plain.text);
    expect(document?.prompt).toBeUndefined();
    expect(document?.arms.map(({ stream }) => stream.gaps.length > 20)).toEqual([true, false]);
  });

  it("stops one arm or all", async () => {
    const { clock, session } = kernel();
    const arms = { a: arm(clock, "m"), b: arm(clock, "m"), c: arm(clock, "m") };
    const compared = await clock.runUntil(compareIn(session, { source: "Why?", arms }));
    compared.arms.a.stop();
    const { end } = await clock.runUntil(compared.arms.a.done);
    compared.stop();
    const ends = await clock.runUntil(compared.done);

    expect(end?.kind).toBe("aborted");
    expect([ends.b.end?.kind, ends.c.end?.kind]).toEqual(["aborted", "aborted"]);
  });

  it.each([
    ["one arm", { a: {} }, '["a"]'],
    ["five arms", { a: {}, b: {}, c: {}, d: {}, e: {} }, '["a","b","c","d","e"]'],
    ["no object", undefined, "undefined"],
    ["an arm that is none", { a: {}, b: "model" }, '{"a":{},"b":"model"}'],
  ])("rejects %s with the reason", async (_what, arms, shown) => {
    const options = { source: "Hi", arms };
    const comparing: Promise<unknown> = Reflect.apply(compareIn, undefined, [
      kernel().session,
      options,
    ]);

    await expect(comparing).rejects.toThrow(
      'Cannot compare as it needs 2 to 4 arms, such as { a: { model: "x" }, b: { model: "y" } }: ' +
        `current value is ${shown}`,
    );
  });

  it("requests nothing further when one arm is wrong", async () => {
    for (const seed of [1, 2, 3, 4]) {
      const clock = new VirtualClock();
      const session = kernelSession(fakeHost(), { clock, random: seededRandom(seed) });
      const signals: AbortSignal[] = [];
      const provider: Provider = {
        ...replayTrace(TRACE),
        async *stream(_request, { signal }) {
          signals.push(signal);
          yield* [];
          await new Promise(() => undefined);
        },
      };
      const arms = { a: { provider, model: "m" }, b: { provider: "unheard-of" } };
      await expect(compareIn(session, { source: "Hi", arms })).rejects.toThrow(TypeError);

      expect(signals.filter(({ aborted }) => !aborted)).toEqual([]);
    }
  });

  it("rejects what its arms cannot share", async () => {
    const { clock, session } = kernel();
    const buffer = createBuffer({ strategy: "immediate" });
    const one = arm(clock, "m");
    const shared = { a: { ...one, buffer }, b: { ...one, buffer } };

    await expect(compareIn(session, { source: "Hi", arms: shared })).rejects.toThrow(
      "Cannot compare as each arm needs a buffer that no other arm has",
    );
    const stream: unknown = timedStream(clock, []);
    const comparing: Promise<unknown> = Reflect.apply(compareIn, undefined, [
      session,
      { source: stream, arms: { a: one, b: one } },
    ]);
    await expect(comparing).rejects.toThrow("Cannot compare as all arms need the same prompt");
  });

  it("rejects outside a notebook", async () => {
    await expect(compare("Hi", { a: {}, b: {} })).rejects.toThrow("this is not a notebook kernel");
  });
});
