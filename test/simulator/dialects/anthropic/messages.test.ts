import { describe, expect, it } from "vitest";

import { anthropicMessages } from "../../../../src/providers/index.ts";
import { anthropicMessagesDialect } from "../../../../src/simulator/dialects/anthropic/messages.ts";
import { itObeysTheDialectLaws } from "../../../contracts/dialect.ts";
import {
  corpusAnswer,
  generationOf,
  pageOf,
  failedRequestOf,
  textOn,
} from "../../../support/frames/wire-of.ts";

const PATH = "/v1/messages";

const callFor = (content: unknown, rest: object = {}) => ({
  path: PATH,
  body: { model: "fixed", max_tokens: 100, messages: [{ role: "user", content }], ...rest },
});

describe("anthropicMessagesDialect", () => {
  itObeysTheDialectLaws({
    create: (origin) => anthropicMessages({ apiKey: "any", baseUrl: origin }),
  });

  it("writes the bytes of the real API", () => {
    const stream = textOn(
      anthropicMessagesDialect,
      callFor("think: Hm\ncall: get_time [1]", { stream: true }),
    );
    const signature = btoa("Signed by the simulator for sim-1");
    const read = '"input_tokens":13,"cache_creation_input_tokens":0,"cache_read_input_tokens":0';

    expect(stream.replace(/toolu_\w+/u, "toolu_1")).toBe(`event: message_start
data: {"type":"message_start","message":{"id":"msg_sim-1","type":"message","role":"assistant","model":"fixed","content":[],"stop_reason":null,"stop_sequence":null,"stop_details":null,"usage":{${read},"output_tokens":1,"service_tier":"standard"}}}

event: ping
data: {"type":"ping"}

event: content_block_start
data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}

event: content_block_delta
data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Hm"}}

event: content_block_delta
data: {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"${signature}"}}

event: content_block_stop
data: {"type":"content_block_stop","index":0}

event: content_block_start
data: {"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"toolu_1","name":"get_time","input":{}}}

event: content_block_delta
data: {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":""}}

event: content_block_delta
data: {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"["}}

event: content_block_delta
data: {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"1"}}

event: content_block_delta
data: {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"]"}}

event: content_block_stop
data: {"type":"content_block_stop","index":1}

event: message_delta
data: {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null,"stop_details":null},"usage":{${read},"output_tokens":4,"output_tokens_details":{"thinking_tokens":1}}}

event: message_stop
data: {"type":"message_stop"}

`);
  });

  it("signs omitted thinking", () => {
    const httpCall = callFor("think: Hm, hm\necho: Yes", {
      thinking: { type: "adaptive", display: "omitted" },
    });
    const stream = textOn(anthropicMessagesDialect, httpCall);

    expect(stream).not.toContain("thinking_delta");
    expect(stream).toContain("signature_delta");
    expect(corpusAnswer(anthropicMessagesDialect, httpCall).encoder.whole()).toMatchObject({
      content: [
        { type: "thinking", thinking: "", signature: expect.any(String) },
        { type: "text", text: "Yes" },
      ],
      usage: { output_tokens: 4, output_tokens_details: { thinking_tokens: 3 } },
    });
  });

  it.each([
    [{ thinking: { type: "disabled" } }, 0],
    [{ thinking: { type: "enabled", budget_tokens: 10 } }, 10],
    [{ thinking: { type: "enabled", budget_tokens: 1_024 } }, 24],
    [{ thinking: { type: "enabled", budget_tokens: 8_000 } }, 64],
    [{ thinking: { type: "enabled", budget_tokens: 16_000 } }, 160],
    [{ thinking: { type: "adaptive" } }, 160],
    [{ thinking: { type: "adaptive" }, output_config: { effort: "low" } }, 24],
    [{}, undefined],
  ])("maps %j to %s reasoning tokens", (thinking, reasoningTokens) => {
    const { request } = generationOf(anthropicMessagesDialect, callFor("Hi", thinking));

    expect(request.reasoningTokens).toBe(reasoningTokens);
  });

  it("takes the prompt from before a tool's result, and the result from the last turn", () => {
    const { request } = generationOf(
      anthropicMessagesDialect,
      callFor("", {
        system: [{ type: "text", text: "Be short." }],
        messages: [
          { role: "user", content: [{ type: "text", text: "How warm is it?" }] },
          { role: "assistant", content: [{ type: "tool_use", id: "t", name: "f", input: {} }] },
          {
            role: "user",
            content: [
              { type: "tool_result", tool_use_id: "t", content: [{ type: "text", text: "14" }] },
            ],
          },
        ],
      }),
    );

    expect(request).toMatchObject({
      prompt: "How warm is it?",
      context: "Be short.\nHow warm is it?\n14",
      promptTokens: 9,
      toolResult: "14",
    });
  });

  it("takes text after a tool's result as the prompt", () => {
    const result = { type: "tool_result", tool_use_id: "t", content: "14" };
    const { request } = generationOf(
      anthropicMessagesDialect,
      callFor([result, { type: "text", text: "echo: thanks" }]),
    );

    expect(request).toMatchObject({ prompt: "echo: thanks", toolResult: undefined });
  });

  it("reports the stop sequence", () => {
    const httpCall = callFor("echo: a END b STOP", { stop_sequences: ["STOP", "END"] });

    expect(corpusAnswer(anthropicMessagesDialect, httpCall).encoder.whole()).toMatchObject({
      content: [{ text: "a " }],
      stop_reason: "stop_sequence",
      stop_sequence: "END",
    });
  });

  it("continues a trailing assistant message", () => {
    const messages = [
      { role: "user", content: "echo: a b c" },
      { role: "assistant", content: [{ type: "text", text: "a b" }] },
    ];
    const { encoder } = corpusAnswer(anthropicMessagesDialect, callFor("", { messages }));

    expect(encoder.whole()).toMatchObject({ content: [{ type: "text", text: " c" }] });
  });

  it("requires max_tokens", () => {
    const httpCall = callFor("Hi", { max_tokens: undefined });

    expect(() => generationOf(anthropicMessagesDialect, httpCall)).toThrow(
      '"max_tokens" must be given',
    );
  });

  it("counts a prompt's tokens", () => {
    const { body } = callFor("one two three", { max_tokens: undefined });

    expect(pageOf(anthropicMessagesDialect, { path: "/v1/messages/count_tokens", body })).toEqual({
      input_tokens: 3,
    });
  });

  it("rejects a token count without a model", () => {
    const { body } = callFor("one", { model: undefined });
    const httpCall = { path: "/v1/messages/count_tokens", body };

    expect(() => pageOf(anthropicMessagesDialect, httpCall)).toThrow('"model" must be a string');
  });

  it("lists models page by page for clients with Anthropic's headers", () => {
    const page = (query: string, headers = {}) =>
      pageOf(anthropicMessagesDialect, { method: "GET", path: `/v1/models?${query}`, headers });
    const headers = { "anthropic-version": "2023-06-01" };

    expect(page("limit=1", headers)).toMatchObject({
      data: [{ id: "fixed" }],
      last_id: "fixed",
      has_more: true,
    });
    expect(page("limit=1&after_id=fixed", headers)).toMatchObject({
      data: [{ id: "hosted-fast" }],
      has_more: false,
    });
    expect(page("limit=1")).toBeUndefined();
  });

  it.each([
    [400, "invalid_request_error"],
    [429, "rate_limit_error"],
    [502, "api_error"],
    [529, "overloaded_error"],
  ])("returns %d in the provider's format", (status, type) => {
    expect(
      anthropicMessagesDialect.errorResponse(status, "No", failedRequestOf(callFor("Hi"))),
    ).toEqual({
      body: { type: "error", error: { type, message: "No" }, request_id: "sim-1" },
    });
  });
});
