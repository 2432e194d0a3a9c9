import { describe, expect, it } from "vitest";

import { VirtualClock } from "../../src/clock/index.ts";
import { providerCatalogue } from "../../src/providers/index.ts";
import { simulatedFetch } from "../../src/simulator/index.ts";
import { parseJson } from "../../src/wire/index.ts";

const model = "fixed:ttftMs=1,itlMs=0";

/** Sends a request to a new simulator. */
async function sent(path: string, body: object, headers: Readonly<Record<string, string>> = {}) {
  const clock = new VirtualClock();
  const send = simulatedFetch({ clock });
  const response = await clock.runUntil(
    send(`http://simulated${path}`, { method: "POST", headers, body: JSON.stringify(body) }),
  );
  return {
    status: response.status,
    headers: response.headers,
    body: parseJson(await clock.runUntil(response.text())),
  };
}

const messages = [{ role: "user", content: "echo: a" }];

/** A request with a temperature, for every API with a range for it. */
const wires: Readonly<Record<string, (temperature: number) => readonly [string, object]>> = {
  "OpenAI chat": (temperature) => ["/v1/chat/completions", { model, messages, temperature }],
  "OpenAI completions": (temperature) => ["/v1/completions", { model, prompt: "a", temperature }],
  "OpenAI responses": (temperature) => ["/v1/responses", { model, input: "a", temperature }],
  Anthropic: (temperature) => ["/v1/messages", { model, messages, max_tokens: 5, temperature }],
  Gemini: (temperature) => [
    `/v1beta/models/${model}:generateContent`,
    { contents: [{ parts: [{ text: "a" }] }], generationConfig: { temperature } },
  ],
  Bedrock: (temperature) => [
    `/model/${encodeURIComponent(model)}/converse`,
    { messages: [{ role: "user", content: [{ text: "a" }] }], inferenceConfig: { temperature } },
  ],
};

const above = (message: string) => expect.stringContaining(message);

describe("a temperature", () => {
  it.each([
    [
      "OpenAI chat",
      "Invalid 'temperature': decimal above maximum value. Expected a value <= 2, but got 9 instead.",
    ],
    ["OpenAI completions", "Expected a value <= 2, but got 9 instead."],
    ["OpenAI responses", "Expected a value <= 2, but got 9 instead."],
    ["Anthropic", "temperature: range: 0..1"],
    ["Gemini", "generation_config.temperature: must be in the range [0.0, 2.0]"],
    ["Bedrock", "Value '9' at 'inferenceConfig.temperature' failed to satisfy constraint"],
  ])("of 9 is refused with the message of %s", async (name, words) => {
    const { status, body } = await sent(...(wires[name]?.(9) ?? ["", {}]));

    expect(status).toBe(400);
    expect([body, Object(body).error]).toContainEqual(
      expect.objectContaining({ message: above(words) }),
    );
  });

  it.each(Object.keys(wires))("below 0 is refused, one in range is accepted: %s", async (name) => {
    const statuses = [-1, 0, 1].map(async (temperature) => {
      return (await sent(...(wires[name]?.(temperature) ?? ["", {}]))).status;
    });

    expect(await Promise.all(statuses)).toEqual([400, 200, 200]);
  });
});

describe("tool_choice none", () => {
  const tool = { name: "get_weather", parameters: {} };
  const asking = [{ role: "user", content: 'call: get_weather {"city":"Paris"}\nHow is it?' }];

  it("prevents calls even if the prompt demands one", async () => {
    const chat = await sent("/v1/chat/completions", {
      model,
      messages: asking,
      tools: [{ type: "function", function: tool }],
      tool_choice: "none",
    });
    const anthropic = await sent("/v1/messages", {
      model,
      max_tokens: 50,
      messages: asking,
      tools: [{ name: "get_weather", input_schema: {} }],
      tool_choice: { type: "none" },
    });
    const gemini = await sent(`/v1beta/models/${model}:generateContent`, {
      contents: [{ parts: [{ text: asking[0]?.content }] }],
      tools: [{ functionDeclarations: [tool] }],
      toolConfig: { functionCallingConfig: { mode: "NONE" } },
    });

    expect(chat.body).toMatchObject({ choices: [{ finish_reason: "stop" }] });
    expect(JSON.stringify(chat.body)).not.toContain("tool_calls");
    expect(anthropic.body).toMatchObject({ content: [{ type: "text" }] });
    expect(JSON.stringify(gemini.body)).not.toContain("functionCall");
  });
});

describe("the models of the simulator", () => {
  const defaults = providerCatalogue.flatMap(({ model: name }) => name ?? []);

  it.each(defaults)("include the default model %s", async (name) => {
    expect((await sent("/v1/chat/completions", { model: name, messages })).status).toBe(200);
  });
});

describe("an unknown endpoint", () => {
  it.each([
    ["/v1/messages/batches", {}],
    ["/v1/files", { "anthropic-version": "2023-06-01" }],
  ])("is refused in Anthropic's format: %s", async (path, headers) => {
    const { status, body } = await sent(path, {}, headers);

    expect(status).toBe(404);
    expect(body).toEqual({
      type: "error",
      error: { type: "not_found_error", message: "Not found" },
      request_id: expect.any(String),
    });
  });

  it("is refused in OpenAI's format elsewhere", async () => {
    const { status, body } = await sent("/v1/unknown", {});

    expect(status).toBe(404);
    expect(body).toMatchObject({ error: { type: "invalid_request_error" } });
  });
});
