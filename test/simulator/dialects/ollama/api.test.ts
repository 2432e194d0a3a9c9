import { describe, expect, it } from "vitest";

import { ollamaChat, ollamaGenerate } from "../../../../src/providers/index.ts";
import { ollamaDialect } from "../../../../src/simulator/dialects/ollama/api.ts";
import { itObeysTheDialectLaws } from "../../../contracts/dialect.ts";
import { type DialectCall, generationOf, pageOf, textOn } from "../../../support/frames/wire-of.ts";

const chatting = (content: string, rest: object = {}) => ({
  path: "/api/chat",
  body: { model: "fixed", messages: [{ role: "user", content }], ...rest },
});

const generating = (prompt: string, rest: object = {}) => ({
  path: "/api/generate",
  body: { model: "fixed", prompt, ...rest },
});

const requestOf = (httpCall: DialectCall) => generationOf(ollamaDialect, httpCall).request;

/** The API sends the finish reason and the token counts only. */
const PLAIN = { refusalEnd: "stop", countsReasoning: false, countsCached: false } as const;

describe("ollamaDialect, chatting", () => {
  itObeysTheDialectLaws({
    create: (baseUrl) => ollamaChat({ baseUrl }),
    ...PLAIN,
    forcesTools: false,
  });

  it("writes the bytes of the real API", () => {
    const stream = textOn(ollamaDialect, chatting('think: Hm\ncall: get_time {"a":1}'));

    expect(stream.replace(/call_\w+/u, "call_1")).toBe(
      [
        '{"model":"fixed","created_at":"2025-06-15T15:06:40.200Z","message":{"role":"assistant","content":"","thinking":"Hm"},"done":false}',
        '{"model":"fixed","created_at":"2025-06-15T15:06:40.340Z","message":{"role":"assistant","content":"","tool_calls":[{"id":"call_1","function":{"index":0,"name":"get_time","arguments":{"a":1}}}]},"done":false}',
        '{"model":"fixed","created_at":"2025-06-15T15:06:40.340Z","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","total_duration":340000000,"load_duration":0,"prompt_eval_count":17,"prompt_eval_duration":200000000,"eval_count":8,"eval_duration":140000000}',
        "",
      ].join("\n"),
    );
  });

  it("omits a call that was cut off", () => {
    const httpCall = chatting('call: get_time {"a":1}', { options: { num_predict: 2 } });
    const stream = textOn(ollamaDialect, httpCall);

    expect(stream).not.toContain("tool_calls");
    expect(stream).toContain('"done_reason":"length"');
  });

  it("takes the prompt from before a tool's result", () => {
    const messages = [
      { role: "system", content: "Be short." },
      { role: "user", content: "How warm is it?" },
      { role: "assistant", content: "", tool_calls: [{ function: { name: "f", arguments: {} } }] },
      { role: "tool", tool_name: "f", content: "14" },
    ];

    expect(requestOf(chatting("", { messages }))).toMatchObject({
      prompt: "How warm is it?",
      context: "Be short.\nHow warm is it?\n14",
      toolResult: "14",
    });
  });

  it("continues a trailing assistant message", () => {
    const messages = [
      { role: "user", content: "echo: a b c" },
      { role: "assistant", content: "a b" },
    ];

    expect(textOn(ollamaDialect, chatting("", { messages }))).toContain('"content":" c"');
  });
});

describe("ollamaDialect, generating", () => {
  itObeysTheDialectLaws({
    create: (baseUrl) => ollamaGenerate({ baseUrl }),
    ...PLAIN,
    callsTools: false,
  });

  it("writes the bytes of the real API", () => {
    const counts =
      '"total_duration":220000000,"load_duration":0,"prompt_eval_count":7,"prompt_eval_duration":200000000,"eval_count":2,"eval_duration":20000000';

    expect(textOn(ollamaDialect, generating("think: Hm\necho: Yes"))).toBe(
      [
        '{"model":"fixed","created_at":"2025-06-15T15:06:40.200Z","response":"","thinking":"Hm","done":false}',
        '{"model":"fixed","created_at":"2025-06-15T15:06:40.220Z","response":"Yes","done":false}',
        `{"model":"fixed","created_at":"2025-06-15T15:06:40.220Z","response":"","done":true,"done_reason":"stop",${counts}}`,
        "",
      ].join("\n"),
    );
  });
});

describe("ollamaDialect", () => {
  it.each([
    [{ think: false }, 0],
    [{ think: true }, 64],
    [{ think: "high" }, 160],
    [{}, undefined],
  ])("maps %j to %s reasoning tokens", (think, reasoningTokens) => {
    expect(requestOf(chatting("Hi", think)).reasoningTokens).toBe(reasoningTokens);
  });

  it.each([
    [5, 5],
    [-1, undefined],
    [-2, undefined],
  ])("maps num_predict %d to a limit of %s tokens", (num_predict, maxTokens) => {
    expect(requestOf(generating("Hi", { options: { num_predict } })).maxTokens).toBe(maxTokens);
  });

  it("streams by default", () => {
    expect(generationOf(ollamaDialect, chatting("Hi")).delivery).toBe("stream");
    expect(generationOf(ollamaDialect, chatting("Hi", { stream: false })).delivery).toBe("whole");
  });

  it("loads and unloads models for requests without a prompt", () => {
    expect(pageOf(ollamaDialect, chatting("", { messages: [] }))).toEqual({
      model: "fixed",
      created_at: "2025-06-15T15:06:40.000Z",
      message: { role: "assistant", content: "" },
      done: true,
      done_reason: "load",
    });
  });

  it.each([
    [0, "unload"],
    ["0", "unload"],
    ["0s", "unload"],
    ["5m", "load"],
    [-1, "load"],
  ])("maps keep_alive %j to %s", (keep_alive, done_reason) => {
    expect(pageOf(ollamaDialect, generating("", { keep_alive }))).toMatchObject({
      response: "",
      done_reason,
    });
  });

  it("describes its models", () => {
    expect(pageOf(ollamaDialect, { method: "GET", path: "/api/tags" })).toMatchObject({
      models: [{ name: "fixed" }, { name: "hosted-fast" }],
    });
    expect(pageOf(ollamaDialect, { path: "/api/show", body: { model: "fixed" } })).toMatchObject({
      capabilities: ["completion", "tools", "thinking", "vision"],
    });
    expect(() => pageOf(ollamaDialect, { path: "/api/show", body: { model: "none" } })).toThrow(
      'current value is "none"',
    );
  });
});
