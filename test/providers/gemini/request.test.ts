import { GoogleGenAI, ThinkingLevel } from "@google/genai";
import { describe, expect, it } from "vitest";

import { systemClock } from "../../../src/clock/index.ts";
import { type ChatRequest, gemini, type GeminiSettings } from "../../../src/providers/index.ts";
import { KEY, REQUEST } from "../../contracts/wire-provider.ts";
import { byteServer, refuses } from "../../support/servers/byte-server.ts";
import { listOf } from "../../support/events.ts";

/** What Google is sent for a request. */
async function sentFor(
  request: Partial<ChatRequest>,
  settings: Partial<Omit<GeminiSettings, "baseUrl">> = {},
) {
  const server = await byteServer(refuses(400));
  const attempt = {
    number: 1,
    clock: systemClock(),
    signal: new AbortController().signal,
    onStage: () => undefined,
  };
  const provider = gemini({ apiKey: KEY, ...settings, baseUrl: `${server.url}/` });
  await listOf(provider.stream({ ...REQUEST, ...request }, attempt)).catch(() => undefined);
  return server.latest;
}

const WEATHER = {
  name: "get_weather",
  description: "Says how the weather is",
  parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
};

const PARIS = { id: "c1", name: "get_weather", text: '{"city":"Paris"}' };
const TOKYO = { id: "c2", name: "get_weather", text: '{"city":"Tokyo"}' };

describe("gemini()", () => {
  it.each([
    [{}, {}, "/v1/models/m:streamGenerateContent?alt=sse"],
    [{ stream: false }, {}, "/v1/models/m:generateContent"],
    [{ stream: false }, { framing: "json-array" }, "/v1/models/m:generateContent"],
    [{ model: "tunedModels/a" }, {}, "/v1/tunedModels/a:streamGenerateContent?alt=sse"],
    [{ model: "a?b" }, {}, "/v1/models/a%3Fb:streamGenerateContent?alt=sse"],
  ] as const)("sends %j (%j) to %s", async (request, settings, path) => {
    const latest = await sentFor(request, settings);

    expect(latest.path).toBe(path);
    expect(latest.headers["x-goog-api-key"]).toBe(KEY);
  });

  it("sends no fields that the request does not have", async () => {
    expect((await sentFor({})).body).toEqual({
      contents: [{ role: "user", parts: [{ text: "Hi" }] }],
    });
  });

  it("sends the conversation, with system messages in their own field", async () => {
    const { body } = await sentFor({
      messages: [
        { role: "system", content: "Be brief." },
        {
          role: "user",
          content: [
            { type: "text", text: "What is it?" },
            { type: "image", mediaType: "image/png", bytes: new Uint8Array([1, 2, 3]) },
          ],
        },
        { role: "assistant", content: "A dot." },
        { role: "assistant", content: "" },
        { role: "user", content: "Sure?" },
      ],
    });

    expect(body).toEqual({
      systemInstruction: { parts: [{ text: "Be brief." }] },
      contents: [
        {
          role: "user",
          parts: [{ text: "What is it?" }, { inlineData: { mimeType: "image/png", data: "AQID" } }],
        },
        { role: "model", parts: [{ text: "A dot." }] },
        { role: "user", parts: [{ text: "Sure?" }] },
      ],
    });
  });

  it("sends the results of parallel calls in one turn", async () => {
    const { body } = await sentFor({
      model: "gemini-2.5-flash",
      messages: [
        { role: "user", content: "Weather?" },
        { role: "assistant", content: "Wait.", toolCalls: [PARIS, TOKYO] },
        { role: "tool", call: PARIS, content: '{"celsius":22}' },
        { role: "tool", call: TOKYO, content: "Rain" },
      ],
    });

    expect(body).toMatchObject({
      contents: [
        { role: "user" },
        {
          role: "model",
          parts: [
            { text: "Wait." },
            { functionCall: { id: "c1", name: "get_weather", args: { city: "Paris" } } },
            { functionCall: { id: "c2", name: "get_weather", args: { city: "Tokyo" } } },
          ],
        },
        {
          role: "user",
          parts: [
            {
              functionResponse: {
                id: "c1",
                name: "get_weather",
                response: { output: { celsius: 22 } },
              },
            },
            { functionResponse: { id: "c2", name: "get_weather", response: { output: "Rain" } } },
          ],
        },
      ],
    });
  });

  it.each([
    ["gemini-2.5-flash", undefined],
    ["gemini-3-pro-preview", "skip_thought_signature_validator"],
  ])("sends a call back to %s with the signature %s", async (model, thoughtSignature) => {
    const { body } = await sentFor({
      model,
      messages: [{ role: "assistant", content: "", toolCalls: [PARIS] }],
    });

    expect(body).toEqual({
      contents: [
        {
          role: "model",
          parts: [
            {
              functionCall: { id: "c1", name: "get_weather", args: { city: "Paris" } },
              thoughtSignature,
            },
          ],
        },
      ],
    });
  });

  it.each([
    ["auto", { mode: "AUTO" }],
    ["none", { mode: "NONE" }],
    ["required", { mode: "ANY" }],
    [{ name: "get_weather" }, { mode: "ANY", allowedFunctionNames: ["get_weather"] }],
  ] as const)("sends the tool choice %j as %j", async (toolChoice, functionCallingConfig) => {
    const { body } = await sentFor({ tools: [WEATHER], toolChoice });

    expect(body).toMatchObject({ toolConfig: { functionCallingConfig } });
  });

  it.each([
    ["gemini-2.5-flash", "none", { includeThoughts: false, thinkingBudget: 0 }],
    ["gemini-2.5-pro", "none", { includeThoughts: false, thinkingBudget: 128 }],
    ["gemini-2.5-flash", "medium", { includeThoughts: true, thinkingBudget: 8_192 }],
    ["gemini-3.7-flash", "none", { includeThoughts: false, thinkingLevel: "LOW" }],
    ["gemini-flash-latest", "high", { includeThoughts: true, thinkingLevel: "HIGH" }],
  ] as const)(
    "sends %s the reasoning effort %s as %j",
    async (model, reasoning, thinkingConfig) => {
      const { body } = await sentFor({ model, reasoning });

      expect(body).toMatchObject({ generationConfig: { thinkingConfig } });
    },
  );

  it("uses the settings' form of thinking", async () => {
    const { body } = await sentFor({ model: "mine", reasoning: "low" }, { thinking: "budget" });

    expect(body).toMatchObject({ generationConfig: { thinkingConfig: { thinkingBudget: 1_024 } } });
  });

  it("sends what Google's own SDK sends", async () => {
    const server = await byteServer(refuses(400));
    const sdk = new GoogleGenAI({ apiKey: KEY, httpOptions: { baseUrl: server.url } });
    const { name, description, parameters } = WEATHER;
    await sdk.models
      .generateContentStream({
        model: "gemini-3-pro-preview",
        contents: [{ role: "user", parts: [{ text: "Weather?" }] }],
        config: {
          systemInstruction: { parts: [{ text: "Be brief." }] },
          temperature: 0,
          maxOutputTokens: 5,
          stopSequences: ["END"],
          seed: 7,
          thinkingConfig: { includeThoughts: true, thinkingLevel: ThinkingLevel.LOW },
          tools: [
            { functionDeclarations: [{ name, description, parametersJsonSchema: parameters }] },
          ],
        },
      })
      .catch(() => undefined);
    const ours = await sentFor({
      model: "gemini-3-pro-preview",
      messages: [
        { role: "system", content: "Be brief." },
        { role: "user", content: "Weather?" },
      ],
      temperature: 0,
      maxOutputTokens: 5,
      stop: ["END"],
      seed: 7,
      reasoning: "low",
      tools: [WEATHER],
    });

    expect(ours.body).toEqual(server.latest.body);
    expect(ours.path).toBe(server.latest.path.replace("/v1beta", ""));
  });
});
