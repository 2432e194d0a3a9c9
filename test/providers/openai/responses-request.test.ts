import { describe, expect, it } from "vitest";

import { type ChatRequest, openAiResponses } from "../../../src/providers/index.ts";
import { answerFrom, KEY, REQUEST } from "../../contracts/wire-provider.ts";
import { sends } from "../../support/servers/byte-server.ts";
import { sentBy } from "./openai-support.ts";

const send = (request: ChatRequest, resumable = false) =>
  sentBy((baseUrl) => openAiResponses({ apiKey: KEY, baseUrl, resumable }), request);

const tools = [{ name: "weather", parameters: { type: "object" } }];

const call = { id: "call_1", name: "weather", text: '{"city":"Oslo"}' };

describe("openAiResponses()'s request", () => {
  it("requests a stream that is not stored", async () => {
    const { path, headers, body } = await send(REQUEST);

    expect(path).toBe("/v1/responses");
    expect(headers.authorization).toBe(`Bearer ${KEY}`);
    expect(body).toEqual({
      model: "m",
      input: [{ role: "user", content: "Hi" }],
      store: false,
      stream: true,
    });
  });

  it("stores a resumable answer", async () => {
    expect((await send(REQUEST, true)).body).toMatchObject({ background: true, store: true });
  });

  it("does not store an answer that is not streamed, which cannot break off", async () => {
    const { body } = await send({ ...REQUEST, stream: false }, true);

    expect(body).toMatchObject({ store: false });
    expect(body).not.toHaveProperty("background");
  });

  it("turns leading system messages into instructions", async () => {
    const { body } = await send({
      model: "m",
      messages: [
        { role: "system", content: "Be brief." },
        { role: "system", content: "Be kind." },
        { role: "user", content: "Hi" },
        { role: "system", content: "Be quick." },
      ],
    });

    expect(body).toMatchObject({
      instructions: "Be brief.\n\nBe kind.",
      input: [
        { role: "user", content: "Hi" },
        { role: "system", content: "Be quick." },
      ],
    });
  });

  it("contains every setting, and requests a summary of the reasoning", async () => {
    const { body } = await send({
      ...REQUEST,
      temperature: 0,
      maxOutputTokens: 64,
      seed: 7,
      reasoning: "high",
      stream: false,
    });

    expect(body).toEqual({
      model: "m",
      input: [{ role: "user", content: "Hi" }],
      store: false,
      stream: false,
      temperature: 0,
      max_output_tokens: 64,
      reasoning: { effort: "high", summary: "auto" },
    });
  });

  it("requests no summary without reasoning", async () => {
    const { body } = await send({ ...REQUEST, reasoning: "none" });

    expect(body).toMatchObject({ reasoning: { effort: "none" } });
    expect(body).not.toHaveProperty("reasoning.summary");
  });

  it.each([
    ["required", "required"],
    [{ name: "weather" }, { type: "function", name: "weather" }],
  ] as const)(
    "offers tools without strict schemas, with the choice %j",
    async (toolChoice, sent) => {
      const { body } = await send({ ...REQUEST, tools, toolChoice });

      expect(body).toMatchObject({
        tools: [{ type: "function", ...tools[0], strict: false }],
        tool_choice: sent,
      });
    },
  );

  it("contains images, calls and their results", async () => {
    const { body } = await send({
      model: "m",
      messages: [
        {
          role: "user",
          content: [
            { type: "text", text: "Where?" },
            { type: "image", mediaType: "image/webp", bytes: new Uint8Array([1, 2, 3]) },
          ],
        },
        { role: "assistant", content: "I look.", toolCalls: [call] },
        { role: "tool", call, content: "Oslo" },
        { role: "assistant", content: "Oslo." },
      ],
    });

    expect(body).toMatchObject({
      input: [
        {
          role: "user",
          content: [
            { type: "input_text", text: "Where?" },
            { type: "input_image", image_url: "data:image/webp;base64,AQID", detail: "auto" },
          ],
        },
        { role: "assistant", content: "I look." },
        {
          type: "function_call",
          call_id: "call_1",
          name: "weather",
          arguments: '{"city":"Oslo"}',
        },
        { type: "function_call_output", call_id: "call_1", output: "Oslo" },
        { role: "assistant", content: "Oslo." },
      ],
    });
  });

  it("refuses stop sequences, which the API does not have", async () => {
    const create = (baseUrl: string) => openAiResponses({ apiKey: KEY, baseUrl });
    const { end } = await answerFrom({ create, request: { ...REQUEST, stop: ["\n"] } }, sends());

    expect(end).toMatchObject({
      failure: {
        code: "unexpected",
        detail:
          "Cannot request stop sequences from the Responses API as its requests have no field for it",
      },
    });
  });
});
