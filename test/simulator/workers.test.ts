import { describe, expect, it } from "vitest";

import { asList, dig } from "../../src/wire/index.ts";
import { echo, simulator } from "../support/simulator.ts";

const put = (url: string, rules: object) =>
  fetch(new URL("/_sim/config", url), { method: "PUT", body: JSON.stringify(rules) });

/** A prompt of many tokens that ends with a question of its own. */
const longPrompt = (question: string) => ({
  model: "fixed:ttftMs=1,itlMs=0,promptTokenMs=0.05",
  stream: true,
  stream_options: { include_usage: true },
  messages: [
    { role: "system", content: "You are a careful assistant. ".repeat(60) },
    { role: "user", content: `echo: ${question}` },
  ],
});

/** How many tokens of the prompt came from the cache, as the wire says it. */
async function cachedIn(response: Response): Promise<number> {
  const usage = /"cached_tokens":(\d+)/u.exec(await response.text())?.[1];
  return Number(usage);
}

describe("the simulator's machines", () => {
  it("remember the beginnings of prompts, and read only the rest", async () => {
    const { url, ask, truth } = await simulator();
    await put(url, { cacheTokens: 100_000 });
    const cached = [];
    for (const question of ["one", "two", "two"])
      cached.push(await cachedIn(await ask(longPrompt(question))));
    const firstDue = (await truth()).map(({ tokens }) => tokens[0]?.dueUs ?? 0);

    expect(cached[0]).toBe(0);
    expect(cached[1]).toBeGreaterThan(300);
    expect((cached[1] ?? 0) % 16).toBe(0);
    expect(firstDue[1]).toBeLessThan((firstDue[0] ?? 0) - 300 * 0.05 * 1000 + 1);
  });

  it("remember nothing where they may not", async () => {
    const { ask } = await simulator();
    await cachedIn(await ask(longPrompt("one")));

    expect(await cachedIn(await ask(longPrompt("two")))).toBe(0);
  });

  it("have a cache each, and a router that finds the one that knows", async () => {
    const { url, ask } = await simulator();
    const hits = async (routing: string) => {
      await put(url, { cacheTokens: 100_000, workers: 4, routing });
      const cached = [];
      for (let n = 0; n < 8; n++)
        cached.push(await cachedIn(await ask(longPrompt(`${routing} ${n}`))));
      return cached.filter((tokens) => tokens > 0).length;
    };

    expect(await hits("kv")).toBe(7);
    expect(await hits("round-robin")).toBe(4);
  });

  it("share the steps of an engine: gaps are common, and load slows them", async () => {
    const { url, ask, truth } = await simulator();
    await put(url, { settings: { stepMs: 2, decodeMs: 1, prefillTokenMs: 0, kvThousandMs: 0 } });
    const body = { ...echo("a b c d e f g h i j"), model: "engine", stream: true };
    await (await ask(body)).text();
    await Promise.all([1, 2, 3, 4].map(async () => (await ask(body)).text()));
    const [alone, ...together] = (await truth()).map(({ tokens }) => {
      const due = tokens.map(({ dueUs }) => dueUs);
      return ((due.at(-1) ?? 0) - (due[0] ?? 0)) / (due.length - 1);
    });

    // Alone a step is 2 + 1 ms; with four it is up to 2 + 4 ms.
    expect(alone).toBeCloseTo(3000, 0);
    expect(Math.max(...together)).toBeGreaterThan(4000);
    expect(Math.max(...together)).toBeLessThanOrEqual(6000.5);
  });

  it("answer whole from an engine too", async () => {
    const { ask, json } = await simulator();
    const answer = await json(await ask({ ...echo("a b c"), model: "engine:stepMs=1" }));

    expect(dig(answer, "choices", 0, "message", "content")).toBe("a b c");
  });

  it("tell how full they are", async () => {
    const { url, ask } = await simulator();
    await put(url, { cacheTokens: 1_000, settings: { stepMs: 1 } });
    await (await ask({ ...longPrompt("x"), model: "engine" })).text();
    const text = await (await fetch(new URL("/metrics", url))).text();
    const usage = Number(/^vllm:kv_cache_usage_perc (.*)$/mu.exec(text)?.[1]);

    expect(usage).toBeGreaterThan(0.3);
    expect(usage).toBeLessThanOrEqual(1);
    expect(asList(await (await fetch(new URL("/_sim/streams", url))).json())).toEqual([]);
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
    const { ask, truth } = await simulator();
    const ended = async (name: string) => {
      await Promise.all(
        [1, 2].map(async () => (await ask({ ...longPrompt("a b c d"), model: name })).text()),
      );
      const records = (await truth()).slice(-2);
      return Math.max(...records.map(({ tokens }) => tokens.at(-1)?.dueUs ?? 0));
    };

    expect(await ended(model)).toBeGreaterThan(await ended("engine"));
  });
});
