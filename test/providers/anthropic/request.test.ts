import { describe, expect, it, onTestFinished, vi } from "vitest";

import { systemClock } from "../../../src/clock/index.ts";
import { collect } from "../../../src/events/index.ts";
import { startStream } from "../../../src/lifecycle/index.ts";
import { anthropicMessages, type ChatRequest } from "../../../src/providers/index.ts";
import { seededRandom } from "../../../src/stats/index.ts";
import { KEY, REQUEST } from "../../contracts/wire-provider.ts";
import { byteServer, sends } from "../../support/servers/byte-server.ts";

/** What the provider sends for a request. */
async function sentFor(request: Partial<ChatRequest>) {
  const server = await byteServer(sends('data: {"type":"message_stop"}\n\n'));
  const provider = anthropicMessages({ apiKey: KEY, baseUrl: server.url });
  const outside = { clock: systemClock(), random: seededRandom(1) };
  await collect(startStream(provider, { ...REQUEST, model: "claude-opus-5", ...request }, outside));
  return server.latest;
}

const bodyFor = async (request: Partial<ChatRequest>) => (await sentFor(request)).body;

describe("anthropicMessages()", () => {
  it("sends the key and the API version in headers", async () => {
    const { headers, body } = await sentFor({});

    expect(headers).toMatchObject({
      authorization: `Bearer ${KEY}`,
      "anthropic-version": "2026-10-21",
    });
    expect(body).toEqual({
      model: "claude-opus-5",
      max_tokens: 16_000,
      messages: [{ role: "user", content: [{ type: "text", text: "Hi" }] }],
      stream: true,
    });
  });

  it("requests a long answer without streaming, which the SDK would refuse", async () => {
    expect(await bodyFor({ stream: false, maxOutputTokens: 100_000 })).toMatchObject({
      max_tokens: 100_000,
      stream: false,
    });
  });

  it("keeps the SDK's warnings about deprecated models off the console", async () => {
    const warn = vi.spyOn(console, "warn").mockReturnValue();
    onTestFinished(() => warn.mockRestore());
    await bodyFor({ model: "claude-sonnet-4-5" });

    expect(warn).not.toHaveBeenCalled();
  });

  it("sends the temperature with the API version that has it", async () => {
    const { headers, body } = await sentFor({ temperature: 0.5, stop: ["\n\nHuman:"] });

    expect(headers["anthropic-version"]).toBe("2023-06-01");
    expect(body).toMatchObject({ temperature: 0.5, stop_sequences: ["\n\nHuman:"] });
  });

  it("translates a conversation with images, calls and results into turns", async () => {
    const calls = [
      { id: "t1", name: "f", text: '{"a":1}' },
      { id: "t2", name: "g", text: '{"cut' },
    ] as const;
    const bytes = new Uint8Array([1, 2, 3]);
    const { messages, system } = Object(
      await bodyFor({
        messages: [
          { role: "system", content: "Be brief." },
          {
            role: "user",
            content: [
              { type: "text", text: "Look" },
              { type: "image", mediaType: "image/png", bytes },
            ],
          },
          { role: "assistant", content: "", toolCalls: calls },
          { role: "tool", call: calls[0], content: "one" },
          { role: "tool", call: calls[1], content: "" },
          { role: "user", content: "And?" },
          { role: "system", content: "Really." },
        ],
      }),
    );

    expect(system).toEqual([
      { type: "text", text: "Be brief." },
      { type: "text", text: "Really." },
    ]);
    expect(messages).toEqual([
      {
        role: "user",
        content: [
          { type: "text", text: "Look" },
          { type: "image", source: { type: "base64", media_type: "image/png", data: "AQID" } },
        ],
      },
      {
        role: "assistant",
        content: [
          { type: "tool_use", id: "t1", name: "f", input: { a: 1 } },
          { type: "tool_use", id: "t2", name: "g", input: { INVALID_JSON: '{"cut' } },
        ],
      },
      {
        role: "user",
        content: [
          { type: "tool_result", tool_use_id: "t1", content: [{ type: "text", text: "one" }] },
          { type: "tool_result", tool_use_id: "t2", content: [] },
          { type: "text", text: "And?" },
        ],
      },
    ]);
  });

  it("sends the beginning of an answer without trailing space", async () => {
    const messages = [
      { role: "user", content: "Count" },
      { role: "assistant", content: "One, two, \n" },
    ] as const;

    expect(await bodyFor({ messages })).toMatchObject({
      messages: [
        { role: "user" },
        { role: "assistant", content: [{ type: "text", text: "One, two," }] },
      ],
    });
  });

  it.each([
    ["auto", { type: "auto" }],
    ["none", { type: "none" }],
    ["required", { type: "any" }],
    [{ name: "f" }, { type: "tool", name: "f" }],
  ] as const)("offers tools with the choice %j", async (toolChoice, tool_choice) => {
    const parameters = { properties: { a: { type: "number" } } };

    expect(
      await bodyFor({ tools: [{ name: "f", description: "F", parameters }], toolChoice }),
    ).toMatchObject({
      tools: [
        {
          name: "f",
          description: "F",
          input_schema: { type: "object", properties: { a: { type: "number" } } },
        },
      ],
      tool_choice,
    });
  });

  it.each([
    ["low", 2_000],
    ["medium", 8_000],
    ["high", 16_000],
  ] as const)("sends a model up to 4.5 a budget for %s", async (reasoning, budget_tokens) => {
    expect(await bodyFor({ model: "claude-opus-4-1-20250805", reasoning })).toMatchObject({
      thinking: { type: "enabled", budget_tokens },
      max_tokens: 16_000 + budget_tokens,
    });
  });

  it.each([
    ["low", 2_000],
    ["medium", 8_000],
    ["high", 16_000],
  ] as const)("sends a later model an effort for %s", async (reasoning, room) => {
    expect(await bodyFor({ reasoning, maxOutputTokens: 100 })).toMatchObject({
      thinking: { type: "adaptive", display: "summarized" },
      output_config: { effort: reasoning },
      max_tokens: 100 + room,
    });
  });

  it.each([
    ["claude-3-7-sonnet-20250219", "enabled"],
    ["claude-sonnet-4-20250514", "enabled"],
    ["claude-sonnet-4", "enabled"],
    ["claude-opus-4-0", "enabled"],
    ["claude-haiku-4-5@20251001", "enabled"],
    ["us.anthropic.claude-sonnet-4-5-20250929-v1:0", "enabled"],
    ["claude-sonnet-4-6", "adaptive"],
    ["claude-opus-4-7", "adaptive"],
    ["claude-opus-4-10", "adaptive"],
    ["claude-fable-5-1", "adaptive"],
    ["m", "adaptive"],
  ])("knows how %s takes the reasoning effort", async (model, type) => {
    expect(await bodyFor({ model, reasoning: "low" })).toMatchObject({ thinking: { type } });
  });

  it("disables thinking only if the model would think", async () => {
    expect(await bodyFor({ reasoning: "none" })).toMatchObject({ thinking: { type: "disabled" } });
    expect(await bodyFor({ reasoning: "none", model: "claude-sonnet-4-5" })).not.toHaveProperty(
      "thinking",
    );
  });

  it("sends no budget if the model continues its own turn", async () => {
    const call = { id: "t", name: "f", text: "{}" };
    const messages = [
      { role: "user", content: "Hi" },
      { role: "assistant", content: "", toolCalls: [call] },
      { role: "tool", call, content: "1" },
    ] as const;

    expect(
      await bodyFor({ messages, reasoning: "high", model: "claude-sonnet-4-5" }),
    ).not.toHaveProperty("thinking");
    expect(await bodyFor({ messages, reasoning: "high" })).toHaveProperty("thinking");
  });
});
