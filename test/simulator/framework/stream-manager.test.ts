import { describe, expect, it } from "vitest";

import { VirtualClock } from "../../../src/clock/index.ts";
import {
  adaptiveChunker,
  SimulationError,
  type StreamChunk,
  type StreamManager,
  streamManager,
  type StreamManagerOptions,
  tokenChunker,
} from "../../../src/simulator/index.ts";
import { listOf } from "../../support/events.ts";

const request = (prompt: string, model = "fixed:ttftMs=100,itlMs=20") => ({
  model,
  prompt,
  seed: 1,
});

function managing(options: Omit<StreamManagerOptions, "clock"> = {}) {
  const clock = new VirtualClock(5_000);
  return { clock, manager: streamManager({ clock, ...options }) };
}

async function chunksOf(manager: StreamManager, id: string): Promise<StreamChunk[]> {
  const chunks = manager.read(id);
  if (chunks === undefined) throw new Error(`There is no ${id}`);
  return listOf(chunks);
}

const textsOf = (chunks: readonly StreamChunk[]) =>
  chunks.map(({ delta }) => ("text" in delta ? delta.text : delta.type));

describe("streamManager()", () => {
  it("runs a stream at its profile's times, whether or not it is read", async () => {
    const { clock, manager } = managing();
    const id = manager.create("chat", request("echo: a b c"));
    expect(manager.status(id)).toBe("running");
    await clock.advanceBy(120);

    expect(manager.report(id)).toEqual({
      id,
      kind: "chat",
      model: "fixed:ttftMs=100,itlMs=20",
      status: "running",
      startedAtWallMs: 5_000,
      durationMs: undefined,
      text: "a b",
      metrics: {
        chunks: 2,
        tokens: 2,
        totalTokens: 3,
        percent: 200 / 3,
        timeToFirstChunkMs: 100,
        tokensPerSecond: 50,
        remainingMs: 20,
      },
    });
    await clock.advanceBy(20);
    expect(manager.report(id)).toMatchObject({ status: "completed", durationMs: 140 });
    expect(manager.metrics(id)?.percent).toBe(100);
  });

  it("lets every reader start at the first chunk", async () => {
    const { clock, manager } = managing();
    const id = manager.create("chat", request("echo: a b"));
    const early = chunksOf(manager, id);
    await clock.advanceBy(1_000);
    const late = await chunksOf(manager, id);

    expect(textsOf(late)).toEqual(["start", "a", " b", "end"]);
    expect(late.map(({ index, atMs, tokens }) => [index, atMs, tokens])).toEqual([
      [0, 100, 0],
      [1, 100, 1],
      [2, 120, 1],
      [3, 120, 0],
    ]);
    expect(await early).toEqual(late);
  });

  it("cancels one, and all", async () => {
    const { clock, manager } = managing();
    const [first = "", second = ""] = ["echo: a b", "echo: c d", "echo: e f"].map((prompt) =>
      manager.create("chat", request(prompt)),
    );
    await clock.advanceBy(100);
    const reading = chunksOf(manager, first);

    expect(manager.cancel(first)).toBe(true);
    expect(manager.cancel(first)).toBe(false);
    await expect(reading).rejects.toThrow("the stream is cancelled");
    expect(manager.count()).toBe(2);
    expect(manager.cancelAll()).toBe(2);
    expect([manager.count(), manager.count("cancelled")]).toEqual([0, 3]);
    await clock.advanceBy(1_000);
    expect(manager.report(second)?.text).toBe("c");
    expect(clock.nextCallAt).toBeUndefined();
  });

  it("ends a stream that takes too long", async () => {
    const { clock, manager } = managing({ timeoutMs: 110 });
    const ids = [undefined, 1_000].map((timeoutMs) =>
      manager.create("chat", request("echo: a b"), { timeoutMs }),
    );
    await clock.advanceBy(200);

    expect(ids.map((id) => manager.status(id))).toEqual(["timed-out", "completed"]);
    expect(manager.reports().map(({ durationMs }) => durationMs)).toEqual([110, 120]);
  });

  it("reports that a fault has ended a stream", async () => {
    const { clock, manager } = managing();
    const id = manager.create("chat", request("echo: a b c", "fixed+error@after=2"));
    await clock.advanceBy(1_000);

    expect(manager.report(id)).toMatchObject({ status: "failed", text: "a b" });
    await expect(chunksOf(manager, id)).rejects.toBeInstanceOf(SimulationError);
  });

  it("forgets the oldest ended streams, but no running one", async () => {
    const { clock, manager } = managing({ remembered: 2 });
    const slow = manager.create("chat", request("echo: a", "fixed:ttftMs=60000"));
    for (let stream = 0; stream < 5; stream++) manager.create("chat", request("echo: a"));
    await clock.advanceBy(100);

    expect(manager.reports().map(({ id }) => id)).toEqual([slow, "stream-5", "stream-6"]);
    expect([manager.read("stream-2"), manager.status("stream-2")]).toEqual([undefined, undefined]);
  });

  it("puts several tokens in a chunk, which is sent with the last of them", async () => {
    const { clock, manager } = managing();
    const id = manager.create("chat", request("think: x y\necho: a b c"), {
      size: tokenChunker(2),
    });
    await clock.advanceBy(1_000);
    const chunks = await chunksOf(manager, id);

    expect(textsOf(chunks)).toEqual(["start", "x y", "a b", " c", "end"]);
    expect(chunks.map(({ atMs }) => atMs)).toEqual([120, 120, 160, 180, 180]);
  });

  it("adapts its chunks to the pace", async () => {
    const { clock, manager } = managing();
    const id = manager.create("completion", request(`echo: ${"a ".repeat(40)}`), {
      size: adaptiveChunker({ initialTokens: 1, targetGapMs: 60 }),
    });
    await clock.advanceBy(2_000);
    const sizes = (await chunksOf(manager, id)).map(({ tokens }) => tokens);

    expect(sizes.slice(0, 4)).toEqual([1, 1, 2, 3]);
    expect(Math.max(...sizes)).toBeLessThan(6);
  });

  it("follows rules that change", () => {
    let fallback = "none";
    const { manager } = managing({ rules: () => ({ fallback }) });
    expect(() => manager.create("chat", request("a", "mine"))).toThrow(SimulationError);
    fallback = "fixed";

    expect(manager.status(manager.create("chat", request("a", "mine")))).toBe("running");
  });

  it.each([0, -1, Number.NaN])("rejects a timeout of %d", (timeoutMs) => {
    expect(() => managing({ timeoutMs })).toThrow("timeoutMs must be a positive number");
    const { manager } = managing();
    expect(() => manager.create("chat", request("a"), { timeoutMs })).toThrow(SimulationError);
  });
});
