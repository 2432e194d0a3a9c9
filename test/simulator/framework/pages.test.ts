import { describe, expect, it } from "vitest";

import { dig } from "../../../src/wire/index.ts";
import { simulator } from "../../support/simulator.ts";

const CHAT = { kind: "chat", model: "fixed:ttftMs=1,itlMs=0", prompt: "echo: a b" };

async function framework() {
  const { url, json } = await simulator();
  const call = (method: string, path = "", body?: object) =>
    fetch(new URL(`/_sim/framework/streams${path}`, url), {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return { call, json };
}

describe("the simulator's endpoints for streams", () => {
  it("start a stream in the background, and report on it", async () => {
    const { call, json } = await framework();
    const created = await call("POST", "", CHAT);
    const id = String(dig(await json(created), "id"));
    const text = await (await call("GET", `/${id}?format=plain-text`)).text();

    expect(created.status).toBe(201);
    expect(text).toBe("a b");
    expect(await json(await call("GET", `/${id}`))).toMatchObject({
      id,
      status: "completed",
      metrics: { tokens: 2, percent: 100 },
    });
    expect(await json(await call("GET"))).toMatchObject([{ id, kind: "chat", text: "a b" }]);
  });

  it.each([
    ["sse", "text/event-stream; charset=utf-8", "data: [DONE]\n\n"],
    ["json-lines", "application/jsonl; charset=utf-8", '{"done":true}\n'],
    ["plain-text", "text/plain; charset=utf-8", "a b"],
    ["openai", "text/event-stream; charset=utf-8", "data: [DONE]\n\n"],
  ])("stream it at once as %s", async (format, contentType, end) => {
    const { call } = await framework();
    const response = await call("POST", "", { ...CHAT, format, tokensPerChunk: "adaptive" });
    const body = await response.text();

    expect(response.headers.get("content-type")).toBe(contentType);
    expect(response.headers.get("x-stream-id")).toBe("stream-1");
    expect(body.endsWith(end)).toBe(true);
  });

  it("cancel one, and all", async () => {
    const { call, json } = await framework();
    const slow = { ...CHAT, model: "fixed:ttftMs=60000" };
    for (let stream = 0; stream < 3; stream++) await call("POST", "", slow);

    expect(await json(await call("DELETE", "/stream-1"))).toEqual({ cancelled: true });
    expect(await json(await call("DELETE", "/stream-1"))).toEqual({ cancelled: false });
    expect(await json(await call("DELETE"))).toEqual({ cancelled: 2 });
    expect((await call("DELETE", "/stream-9")).status).toBe(404);
    expect((await call("GET", "/stream-9")).status).toBe(404);
  });

  it("cancel a stream when its reader disconnects", async () => {
    const { call, json } = await framework();
    const model = "fixed:ttftMs=60000";
    const response = await call("POST", "", { ...CHAT, model, format: "sse" });
    await response.body?.cancel();
    const status = async () => dig(await json(await call("GET", "/stream-1")), "status");
    let last = await status();
    while (last === "running") last = await status();

    expect(last).toBe("cancelled");
  });

  it("report in the stream what ended it", async () => {
    const { call } = await framework();
    const request = { ...CHAT, model: "fixed:ttftMs=1+error@after=1", format: "openai" };

    expect(await (await call("POST", "", request)).text()).toContain("a fault of the scenario");
  });

  it.each([
    [{ kind: "image" }, '"kind" must be one of chat, completion, audio, realtime'],
    [{ format: "xml" }, '"format" must be one of sse, json-lines, plain-text, openai'],
    [{ prompt: 5 }, '"model" and "prompt" must be strings'],
    [{ model: "none" }, "its profile must be one of"],
    [{ timeoutMs: 0 }, "timeoutMs must be a positive number"],
    [{ timeoutMs: "1s" }, '"timeoutMs" must be a number'],
    [{ maxTokens: 0 }, '"maxTokens" must be a whole number from 1'],
    [{ seed: [] }, '"seed" must be a string or a number'],
    [{ tokensPerChunk: "3" }, '"tokensPerChunk" must be a number'],
    [{ tokensPerChunk: 0 }, "tokensPerChunk must be a whole number from 1"],
  ])("reject %j in one line", async (wrong, message) => {
    const { call, json } = await framework();
    const response = await call("POST", "", { ...CHAT, ...wrong });

    expect(response.status).toBe(400);
    expect(await json(response)).toEqual({ error: expect.stringContaining(message) });
  });
});
