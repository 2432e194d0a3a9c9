import { describe, expect, it } from "vitest";

import type { TruthRecord } from "../../../src/simulator/index.ts";
import { asList, dig, parseJson } from "../../../src/wire/index.ts";
import { echo, simulatorInVirtualTime } from "../../support/simulator.ts";

/** A long prompt with a different last line per question. */
const longPrompt = (question: string) => ({
  model: "fixed:ttftMs=1,itlMs=0,promptTokenMs=0.05",
  stream: true,
  stream_options: { include_usage: true },
  messages: [
    { role: "system", content: "You are a careful assistant. ".repeat(60) },
    { role: "user", content: `echo: ${question}` },
  ],
});

/** Number of cached tokens in the usage of an answer. */
const cachedIn = (answer = "") => Number(/"cached_tokens":(\d+)/u.exec(answer)?.[1]);

/** The mean gap between the due times of an answer, in microseconds. */
function meanGapUs({ tokens }: TruthRecord): number {
  const due = tokens.map(({ dueUs }) => dueUs);
  return ((due.at(-1) ?? 0) - (due[0] ?? 0)) / (due.length - 1);
}

describe("the simulator's workers", () => {
  it("cache prefixes of prompts and prefill only the rest", async () => {
    const { put, ask, truth } = simulatorInVirtualTime();
    await put({ cacheTokens: 100_000 });
    const cached = [];
    for (const question of ["one", "two", "two"]) {
      const [answer] = await ask(longPrompt(question));
      cached.push(cachedIn(answer));
    }
    const [first, second] = (await truth()).map(({ tokens }) => tokens[0]?.dueUs ?? 0);

    expect(cached[0]).toBe(0);
    expect(cached[1]).toBeGreaterThan(300);
    expect((cached[1] ?? 0) % 16).toBe(0);
    expect((first ?? 0) - (second ?? 0)).toBe((cached[1] ?? 0) * 50);
  });

  it("cache nothing without a cache", async () => {
    const { ask } = simulatorInVirtualTime();
    await ask(longPrompt("one"));
    const [answer] = await ask(longPrompt("two"));

    expect(cachedIn(answer)).toBe(0);
  });

  it("have separate caches, and a router that finds the right one", async () => {
    const { put, ask } = simulatorInVirtualTime();
    const hits = async (routing: string) => {
      await put({ cacheTokens: 100_000, workers: 4, routing });
      const cached = [];
      for (let time = 0; time < 8; time++) {
        const [answer] = await ask(longPrompt(`${routing} ${time}`));
        cached.push(cachedIn(answer));
      }
      return cached.filter((tokens) => tokens > 0).length;
    };

    expect(await hits("kv")).toBe(7);
    expect(await hits("round-robin")).toBe(4);
  });

  it("share the steps of an engine: gaps are equal, and load slows them", async () => {
    const { put, ask, truth } = simulatorInVirtualTime();
    await put({ settings: { stepMs: 2, decodeMs: 1, prefillTokenMs: 0, kvThousandMs: 0 } });
    const body = { ...echo("a b c d e f g h i j"), model: "engine", stream: true };
    await ask(body);
    await ask(body, body, body, body);
    const [alone, ...together] = (await truth()).map(meanGapUs);

    // A step takes 2 + 1 ms alone and 2 + 4 ms with four streams.
    expect(alone).toBeCloseTo(3_000, 6);
    expect(together).toHaveLength(4);
    for (const gapUs of together) expect(gapUs).toBeCloseTo(6_000, 6);
  });

  it("answer without streaming from an engine", async () => {
    const { ask } = simulatorInVirtualTime();
    const [answer = ""] = await ask({ ...echo("a b c"), model: "engine:stepMs=1" });

    expect(dig(parseJson(answer), "choices", 0, "message", "content")).toBe("a b c");
  });

  it("report their load", async () => {
    const { put, ask, get } = simulatorInVirtualTime();
    await put({ cacheTokens: 1_000, settings: { stepMs: 1 } });
    await ask({ ...longPrompt("x"), model: "engine" });
    const usage = Number(/^vllm:kv_cache_usage_perc (.*)$/mu.exec(await get("/metrics"))?.[1]);

    expect(usage).toBeGreaterThan(0.3);
    expect(usage).toBeLessThanOrEqual(1);
    expect(asList(parseJson(await get("/_sim/streams")))).toEqual([]);
  });

  it.each([
    "engine:stepMs=20",
    "engine:decodeMs=20",
    "engine:kvThousandMs=100",
    "engine:prefillTokenMs=4",
    "engine:maxBatch=1",
    "engine:maxStepTokens=64",
    "engine:kvCapacityTokens=600",
  ])("are slower with %s", async (model) => {
    const { ask, truth } = simulatorInVirtualTime();
    const endedUs = async (name: string) => {
      const body = { ...longPrompt("a b c d"), model: name };
      await ask(body, body);
      const records = (await truth()).slice(-2);
      return Math.max(...records.map(({ tokens }) => tokens.at(-1)?.dueUs ?? 0));
    };

    expect(await endedUs(model)).toBeGreaterThan(await endedUs("engine"));
  });
});
