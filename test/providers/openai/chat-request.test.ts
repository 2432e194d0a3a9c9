import { describe, expect, it } from "vitest";

import { type ChatRequest, openAiChat } from "../../../src/providers/index.ts";
import { KEY, REQUEST } from "../../contracts/wire-provider.ts";
import { sentBy } from "./openai-support.ts";

const send = (request: ChatRequest) =>
  sentBy((baseUrl) => openAiChat({ apiKey: KEY, baseUrl }), request);

const tools = [
  { name: "weather", description: "Tells the weather", parameters: { type: "object" } },
];

const call = { id: "t1", name: "weather", text: '{"city":"Oslo"}' };

describe("openAiChat()'s request", () => {
  it("requests a stream with usage", async () => {
    const { path, body, headers } = await send(REQUEST);

    expect(path).toBe("/v1/chat/completions");
    expect(headers.authorization).toBe(`Bearer ${KEY}`);
    expect(body).toEqual({
      model: "m",
      messages: [{ role: "user", content: "Hi" }],
      stream: true,
      stream_options: { include_usage: true },
    });
  });

  it("requests a whole answer without stream options", async () => {
    const { body } = await send({ ...REQUEST, stream: false });

    expect(body).toEqual({ model: "m", messages: REQUEST.messages, stream: false });
  });

  it("contains every setting", async () => {
    const { body } = await send({
      ...REQUEST,
      temperature: 0,
      maxOutputTokens: 64,
      stop: ["\n"],
      seed: 7,
      reasoning: "low",
    });

    expect(body).toMatchObject({
      temperature: 0,
      max_completion_tokens: 64,
      stop: ["\n"],
      seed: 7,
      reasoning_effort: "low",
    });
  });

  it.each([
    ["auto", "auto"],
    ["none", "none"],
    ["required", "required"],
    [{ name: "weather" }, { type: "function", function: { name: "weather" } }],
  ] as const)("offers tools with the choice %j", async (toolChoice, sent) => {
    const { body } = await send({ ...REQUEST, tools, toolChoice });

    expect(body).toMatchObject({
      tools: [{ type: "function", function: tools[0] }],
      tool_choice: sent,
    });
  });

  it("contains images as data URLs", async () => {
    const bytes = new Uint8Array([137, 80, 78, 71]);
    const { body } = await send({
      model: "m",
      messages: [
        { role: "system", content: "Be brief." },
        {
          role: "user",
          content: [
            { type: "text", text: "What is this?" },
            { type: "image", mediaType: "image/png", bytes },
          ],
        },
      ],
    });

    expect(body).toMatchObject({
      messages: [
        { role: "system", content: "Be brief." },
        {
          role: "user",
          content: [
            { type: "text", text: "What is this?" },
            { type: "image_url", image_url: { url: "data:image/png;base64,iVBORw==" } },
          ],
        },
      ],
    });
  });

  it("contains calls and their results", async () => {
    const { body } = await send({
      model: "m",
      messages: [
        { role: "user", content: "Weather?" },
        { role: "assistant", content: "", toolCalls: [call] },
        { role: "tool", call, content: "rain" },
      ],
    });

    expect(body).toMatchObject({
      messages: [
        { role: "user", content: "Weather?" },
        {
          role: "assistant",
          content: null,
          tool_calls: [
            {
              id: "t1",
              type: "function",
              function: { name: "weather", arguments: '{"city":"Oslo"}' },
            },
          ],
        },
        { role: "tool", tool_call_id: "t1", content: "rain" },
      ],
    });
  });
});
