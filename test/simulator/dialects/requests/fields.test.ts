import { describe, expect, it } from "vitest";

import { simulatedFetch } from "../../../../src/simulator/index.ts";
import { parseJson } from "../../../../src/wire/index.ts";

const MODEL = "fixed:ttftMs=0,itlMs=0";

/** What each wire takes, and what it says of an error. */
const WIRES = {
  chat: {
    path: "/v1/chat/completions",
    body: { model: MODEL, messages: [{ role: "user", content: "echo: a" }] },
    says: (message: string) => ({ error: { message, type: "invalid_request_error" } }),
  },
  completions: {
    path: "/v1/completions",
    body: { model: MODEL, prompt: "echo: a" },
    says: (message: string) => ({ error: { message, type: "invalid_request_error" } }),
  },
  responses: {
    path: "/v1/responses",
    body: { model: MODEL, input: "echo: a" },
    says: (message: string) => ({ error: { message, type: "invalid_request_error" } }),
  },
  embeddings: {
    path: "/v1/embeddings",
    body: { model: "any", input: "a" },
    says: (message: string) => ({ error: { message, type: "invalid_request_error" } }),
  },
  speech: {
    path: "/v1/audio/speech",
    body: { model: MODEL, voice: "alloy", input: "a", response_format: "pcm" },
    says: (message: string) => ({ error: { message, type: "invalid_request_error" } }),
  },
  anthropic: {
    path: "/v1/messages",
    body: { model: MODEL, max_tokens: 9, messages: [{ role: "user", content: "echo: a" }] },
    says: (message: string) => ({
      type: "error",
      error: { type: "invalid_request_error", message },
    }),
  },
  converse: {
    path: `/model/${encodeURIComponent(MODEL)}/converse`,
    body: { messages: [{ role: "user", content: [{ text: "echo: a" }] }] },
    says: (message: string) => ({ message }),
  },
  gemini: {
    path: `/v1beta/models/${MODEL}:generateContent`,
    body: { contents: [{ role: "user", parts: [{ text: "echo: a" }] }] },
    says: (message: string) => ({ error: { code: 400, message, status: "INVALID_ARGUMENT" } }),
  },
  ollama: {
    path: "/api/chat",
    body: { model: MODEL, stream: false, messages: [{ role: "user", content: "echo: a" }] },
    says: (message: string) => ({ error: message }),
  },
} as const;

type Wire = keyof typeof WIRES;

const wires = Object.keys(WIRES).filter((name): name is Wire => Object.hasOwn(WIRES, name));

async function post(wire: Wire, body: string): Promise<{ status: number; text: string }> {
  const fetch = simulatedFetch();
  const response = await fetch(`http://simulated${WIRES[wire].path}`, { method: "POST", body });
  return { status: response.status, text: await response.text() };
}

const asking = (wire: Wire, fields: object) =>
  post(wire, JSON.stringify({ ...WIRES[wire].body, ...fields }));

describe.each(wires)("the body of %s", (wire) => {
  it("is sufficient for an answer", async () => {
    expect((await asking(wire, {})).status).toBe(200);
  });

  it.each(["", "{", "[]", "null", '"text"'])("must be an object, not %j", async (body) => {
    const { status, text } = await post(wire, body);
    const message = `Cannot answer as the body must be a JSON object: current value is ${JSON.stringify(body)}`;

    expect(status).toBe(400);
    expect(parseJson(text)).toMatchObject(WIRES[wire].says(message));
  });

  it("must not be nested too deeply", async () => {
    const fields = JSON.stringify({ ...WIRES[wire].body, tools: "DEEP", response: "DEEP" });
    const deep = "[".repeat(20_000) + "]".repeat(20_000);
    const { status, text } = await post(wire, fields.replaceAll('"DEEP"', deep));

    expect(text).toContain("nested at most 512 deep");
    expect(status).toBe(400);
  });
});

describe("a field of the wrong type", () => {
  it.each<[Wire, object, string]>([
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
  ])("is rejected by %s: %j", async (wire, fields, rule) => {
    const { status, text } = await asking(wire, fields);

    expect(text).toContain(JSON.stringify(`${rule}: current value is`).slice(1, -1));
    expect(status).toBe(400);
  });

  it.each<[Wire, object]>([
    ["chat", { stream: null, stop: null, tools: null, seed: null }],
    ["anthropic", { stream: null, system: null, stop_sequences: null, tools: null }],
    ["gemini", { generationConfig: null, systemInstruction: null, tools: null }],
  ])("may be null on %s: %j", async (wire, fields) => {
    expect((await asking(wire, fields)).status).toBe(200);
  });

  it("is quoted only in part", async () => {
    const { text } = await asking("chat", { stop: { much: "x".repeat(10_000) } });

    expect(text.length).toBeLessThan(1_000);
  });
});
