import { describe, expect, it } from "vitest";

import { echo, simulator, simulatorInVirtualTime } from "../../support/simulator.ts";

const page = (url: string, path: string, init: RequestInit = {}) => fetch(new URL(path, url), init);

const put = (body: unknown): RequestInit => ({ method: "PUT", body: JSON.stringify(body) });

describe("the simulator's admin pages", () => {
  it("change the rules while it runs", async () => {
    const { url, ask } = await simulator();
    const rules = {
      fallback: "gpt-4o",
      settings: { ttftMs: 1, itlMs: 0 },
      faults: ["cut@after=1"],
    };
    const changed = await page(url, "/_sim/config", put(rules));
    const answer = await (await ask({ ...echo("a b c"), model: "mine", stream: true })).text();

    expect(changed.status).toBe(200);
    expect(await (await page(url, "/_sim/config")).json()).toMatchObject({ fallback: "gpt-4o" });
    expect(answer).toContain('"content":"a"');
    expect(answer).not.toContain('"content":" b"');
  });

  it.each([
    [{ fallback: "gpt-9" }, "fallback must be one of"],
    [{ settings: { itl: 5 } }, "a setting must be one of"],
    [{ settings: { itlMs: -5 } }, "itlMs must be a number from 0: current value is -5"],
    [{ settings: { acceptance: 2 } }, "acceptance must be a number from 0 to 1"],
    [{ faults: ["explode"] }, 'current value is "explode"'],
    [{ faults: ["cut@rate=2"] }, "rate must be a number from 0 to 1"],
    [{ faults: "cut@after=3" }, "faults must be a list"],
    [{ settings: "itlMs=5" }, "settings must be an object"],
    [{ maxStreams: 0 }, "maxStreams must be a whole number from 1"],
    [{ gapsMs: [] }, "gapsMs must be a list of numbers from 0, not all 0: current value is []"],
    [{ gapsMs: [1, "2"] }, "gapsMs must be a list of numbers"],
    [{ workers: 0 }, "workers must be a whole number from 1: current value is 0"],
    [{ cacheTokens: 1.5 }, "cacheTokens must be a whole number from 0: current value is 1.5"],
    [{ routing: "best" }, "routing must be one of kv, round-robin, random"],
    [{ speed: 1 }, 'current value is "speed"'],
    [[], "must be an object"],
  ])("refuse the invalid rules %j and keep the current ones", async (rules, message) => {
    const { url } = await simulator();
    const response = await page(url, "/_sim/config", put(rules));

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: expect.stringContaining(message) });
    expect(await (await page(url, "/_sim/config")).json()).toEqual({});
  });

  it("refuse requests above the limit of simultaneous answers", async () => {
    const { url, ask } = await simulator();
    await page(url, "/_sim/config", put({ maxStreams: 1 }));
    const slow = ask({ ...echo("a"), model: "fixed:ttftMs=100000+early-headers", stream: true });
    await slow;
    const second = await ask(echo("b"));

    expect(second.status).toBe(429);
    expect(second.headers.get("retry-after")).toBe("1");
  });

  it("list and end running answers", async () => {
    const { url, ask, truth } = await simulator();
    const slow = await ask({
      ...echo("a"),
      model: "fixed:ttftMs=100000+early-headers",
      stream: true,
    });
    const id = slow.headers.get("x-request-id");
    expect(await (await page(url, "/_sim/streams")).json()).toEqual([id]);

    const ended = await page(url, `/_sim/streams/${id}`, { method: "DELETE" });
    expect(ended.status).toBe(200);
    expect(await slow.text()).not.toContain("[DONE]");
    expect(await truth()).toMatchObject([{ id, state: "cancelled" }]);
    expect(await (await page(url, "/_sim/streams")).json()).toEqual([]);
    expect((await page(url, `/_sim/streams/${id}`, { method: "DELETE" })).status).toBe(404);
  });

  it("freeze the server", async () => {
    const { post, ask, truth } = simulatorInVirtualTime();
    await post("/_sim/freeze", { forMs: 60 });
    await ask({ ...echo("a b"), stream: true });

    expect(await truth()).toMatchObject([{ tokens: [{ dueUs: 1_000, sentUs: 60_000 }, {}] }]);
  });

  it.each([{}, { forMs: "1 s" }, { forMs: -1 }])("refuse to freeze for %j", async (body) => {
    const { url } = await simulator();
    const response = await page(url, "/_sim/freeze", {
      method: "POST",
      body: JSON.stringify(body),
    });

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: expect.stringContaining("forMs must be a number from 0"),
    });
  });

  it("count answers under vLLM's metric names", async () => {
    const { url, ask } = await simulator();
    await (await ask({ ...echo("a b c"), stream: true })).text();
    const response = await page(url, "/metrics");
    const text = await response.text();
    const value = (name: string) => {
      const line = text.split("\n").find((one) => one.startsWith(`${name} `));
      return Number(line?.slice(name.length));
    };

    expect(response.headers.get("content-type")).toContain("text/plain; version=0.0.4");
    expect(value("vllm:generation_tokens_total")).toBe(3);
    expect(value('vllm:request_success_total{finished_reason="complete"}')).toBe(1);
    expect(value('vllm:inter_token_latency_seconds_bucket{le="+Inf"}')).toBe(2);
    expect(value("vllm:time_to_first_token_seconds_count")).toBe(1);
    expect(value("vllm:num_requests_running")).toBe(0);
    expect(value("millrace:lateness_seconds_count")).toBe(3);
    for (const line of text.trim().split("\n"))
      expect(line).toMatch(/^(# (HELP|TYPE) |[a-z]+:\w+)/u);
  });

  it("return 404 for unknown pages", async () => {
    const { url } = await simulator();

    expect((await page(url, "/_sim/nothing")).status).toBe(404);
    expect((await page(url, "/_sim/requests/unknown")).status).toBe(404);
    expect((await page(url, "/v2/nothing")).status).toBe(404);
  });
});
