import { describe, expect, it } from "vitest";

import { simulatedFetch } from "../../../../src/simulator/index.ts";
import { parseJson } from "../../../../src/wire/index.ts";

const MODEL = "fixed:ttftMs=0,itlMs=0";

/** A valid body of each API, and the format of its errors. */
const APIS = {
  chat: {
    path: "/v1/chat/completions",
    body: { model: MODEL, messages: [{ role: "user", content: "echo: a" }] },
    errorBody: (message: string) => ({ error: { message, type: "invalid_request_error" } }),
  },
  completions: {
    path: "/v1/completions",
    body: { model: MODEL, prompt: "echo: a" },
    errorBody: (message: string) => ({ error: { message, type: "invalid_request_error" } }),
  },
  responses: {
    path: "/v1/responses",
    body: { model: MODEL, input: "echo: a" },
    errorBody: (message: string) => ({ error: { message, type: "invalid_request_error" } }),
  },
  embeddings: {
    path: "/v1/embeddings",
    body: { model: "any", input: "a" },
    errorBody: (message: string) => ({ error: { message, type: "invalid_request_error" } }),
  },
  speech: {
    path: "/v1/audio/speech",
    body: { model: MODEL, voice: "alloy", input: "a", response_format: "pcm" },
    errorBody: (message: string) => ({ error: { message, type: "invalid_request_error" } }),
  },
  anthropic: {
    path: "/v1/messages",
    body: { model: MODEL, max_tokens: 9, messages: [{ role: "user", content: "echo: a" }] },
    errorBody: (message: string) => ({
      type: "error",
      error: { type: "invalid_request_error", message },
    }),
  },
  converse: {
    path: `/model/${encodeURIComponent(MODEL)}/converse`,
    body: { messages: [{ role: "user", content: [{ text: "echo: a" }] }] },
    errorBody: (message: string) => ({ message }),
  },
  gemini: {
    path: `/v1beta/models/${MODEL}:generateContent`,
    body: { contents: [{ role: "user", parts: [{ text: "echo: a" }] }] },
    errorBody: (message: string) => ({ error: { code: 400, message, status: "INVALID_ARGUMENT" } }),
  },
  ollama: {
    path: "/api/chat",
    body: { model: MODEL, stream: false, messages: [{ role: "user", content: "echo: a" }] },
    errorBody: (message: string) => ({ error: message }),
  },
} as const;

type Api = keyof typeof APIS;

const apis = Object.keys(APIS).filter((name): name is Api => Object.hasOwn(APIS, name));

async function post(api: Api, body: string): Promise<{ status: number; text: string }> {
  const fetch = simulatedFetch();
  const response = await fetch(`http://simulated${APIS[api].path}`, { method: "POST", body });
  return { status: response.status, text: await response.text() };
}

const callFor = (api: Api, fields: object) =>
  post(api, JSON.stringify({ ...APIS[api].body, ...fields }));

describe.each(apis)("the body of %s", (api) => {
  it("is sufficient for an answer", async () => {
    expect((await callFor(api, {})).status).toBe(200);
  });

  it.each(["", "{", "[]", "null", '"text"'])("must be an object, not %j", async (body) => {
    const { status, text } = await post(api, body);
    const message = `Cannot answer as the body must be a JSON object: current value is ${JSON.stringify(body)}`;

    expect(status).toBe(400);
    expect(parseJson(text)).toMatchObject(APIS[api].errorBody(message));
  });

  it("must not be nested too deeply", async () => {
    const fields = JSON.stringify({ ...APIS[api].body, tools: "DEEP", response: "DEEP" });
    const deep = "[".repeat(20_000) + "]".repeat(20_000);
    const { status, text } = await post(api, fields.replaceAll('"DEEP"', deep));

    expect(text).toContain("nested at most 512 deep");
    expect(status).toBe(400);
  });
});

describe("a field of the wrong type", () => {
  it.each<[Api, object, string]>([
    ["chat", { messages: ["Hi"] }, '"messages" must be a list of objects'],
    ["chat", { messages: [{ role: 5, content: "Hi" }] }, '"role" must be a string'],
    [
      "chat",
      { messages: [{ role: "user", content: 5 }] },
      '"content" must be a string or a list of parts',
    ],
    [
      "chat",
      { messages: [{ role: "user", content: [5] }] },
      '"content" must be a string or a list of parts',
    ],
    ["chat", { stream: "yes" }, '"stream" must be true or false'],
    ["chat", { stop: [5] }, '"stop" must be a string or a list of strings'],
    ["chat", { tools: {} }, '"tools" must be a list of objects'],
    ["chat", { tool_choice: "must" }, '"tool_choice" must be one of auto, none, required, any'],
    ["chat", { seed: "one" }, '"seed" must be a number'],
    ["chat", { stream: true, stream_options: 5 }, '"stream_options" must be an object'],
    ["embeddings", { encoding_format: "bits" }, '"encoding_format" must be one of float, base64'],
    ["completions", { stream: 1 }, '"stream" must be true or false'],
    ["completions", { echo: "yes" }, '"echo" must be true or false'],
    ["responses", { input: 5 }, '"input" must be a list of objects'],
    ["responses", { input: [[]] }, '"input" must be a list of objects'],
    ["responses", { stream: 1 }, '"stream" must be true or false'],
    [
      "anthropic",
      { messages: [{ role: "user", content: {} }] },
      '"content" must be a string or a list of parts',
    ],
    ["anthropic", { system: 5 }, '"system" must be a string or a list of parts'],
    ["anthropic", { stop_sequences: 5 }, '"stop_sequences" must be a string or a list of strings'],
    ["anthropic", { stream: "yes" }, '"stream" must be true or false'],
    [
      "converse",
      { messages: [{ role: "user", content: "Hi" }] },
      '"content" must be a list of objects',
    ],
    ["converse", { inferenceConfig: [] }, '"inferenceConfig" must be an object'],
    ["gemini", { contents: [{ parts: "Hi" }] }, '"parts" must be a list of objects'],
    [
      "gemini",
      { tools: [{ functionDeclarations: {} }] },
      '"functionDeclarations" must be a list of objects',
    ],
    ["gemini", { generationConfig: 5 }, '"generationConfig" must be an object'],
    ["ollama", { messages: "Hi" }, '"messages" must be a list of objects'],
    ["ollama", { options: { num_predict: "9" } }, '"num_predict" must be a number'],
    ["ollama", { stream: "no" }, '"stream" must be true or false'],
  ])("is rejected by %s: %j", async (api, fields, rule) => {
    const { status, text } = await callFor(api, fields);

    expect(text).toContain(JSON.stringify(`${rule}: current value is`).slice(1, -1));
    expect(status).toBe(400);
  });

  it.each<[Api, object]>([
    ["chat", { stream: null, stop: null, tools: null, seed: null }],
    ["anthropic", { stream: null, system: null, stop_sequences: null, tools: null }],
    ["gemini", { generationConfig: null, systemInstruction: null, tools: null }],
  ])("may be null on %s: %j", async (api, fields) => {
    expect((await callFor(api, fields)).status).toBe(200);
  });

  it("is quoted only in part", async () => {
    const { text } = await callFor("chat", { stop: { much: "x".repeat(10_000) } });

    expect(text.length).toBeLessThan(1_000);
  });
});
