import { describe, expect, it } from "vitest";

import { openAiChat, openAiCompatible } from "../../../../src/providers/index.ts";
import { openAiChatDialect } from "../../../../src/simulator/dialects/openai/chat.ts";
import { itObeysTheDialectLaws } from "../../../contracts/dialect.ts";
import {
  corpusAnswer,
  generationOf,
  failedRequestOf,
  textOn,
} from "../../../support/frames/wire-of.ts";

const callFor = (content: unknown, rest: object = {}) => ({
  path: "/v1/chat/completions",
  body: { model: "fixed", messages: [{ role: "user", content }], ...rest },
});

describe("openAiChatDialect", () => {
  itObeysTheDialectLaws({
    create: (origin) => openAiChat({ apiKey: "any", baseUrl: `${origin}/v1` }),
  });

  it("writes the bytes of the real API", () => {
    const stream = textOn(
      openAiChatDialect,
      callFor("think: Hm\necho: Yes.", { stream: true, stream_options: { include_usage: true } }),
    );
    const about =
      '"id":"chatcmpl-sim-1","object":"chat.completion.chunk","created":1750000000,"model":"fixed","service_tier":"default","system_fingerprint":"fp_millrace"';
    const chunk = (delta: string, finish = "null") =>
      `data: {${about},"choices":[{"index":0,"delta":${delta},"logprobs":null,"finish_reason":${finish}}],"usage":null}\n\n`;

    expect(stream).toBe(
      [
        chunk('{"role":"assistant","content":"","refusal":null}'),
        chunk('{"reasoning_content":"Hm"}'),
        chunk('{"content":"Yes"}'),
        chunk('{"content":"."}'),
        chunk("{}", '"stop"'),
        `data: {${about},"choices":[],"usage":{"prompt_tokens":8,"completion_tokens":3,"total_tokens":11,"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":1,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}}\n\n`,
        "data: [DONE]\n\n",
      ].join(""),
    );
  });

  it("sends a call's name before its arguments", () => {
    const deltas = chunksOf(callFor('call: now {"a":1}\ncall: then')).map(toolCallIn);

    expect(deltas.filter((delta) => delta !== undefined)).toEqual([
      { index: 0, id: expect.any(String), type: "function", function: named("now") },
      ...["{", '"', "a", '"', ":", "1", "}"].map((text) => ({
        index: 0,
        function: { arguments: text },
      })),
      { index: 1, id: expect.any(String), type: "function", function: named("then") },
    ]);
  });

  it("sends as many choices as requested, interleaved", () => {
    const chunks = chunksOf(callFor("A long story, please", { n: 3, max_tokens: 4 }));
    const indexes = chunks.map((chunk) => chunk.choices[0]?.index);

    expect(indexes).toEqual([0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2]);
    const { encoder } = corpusAnswer(openAiChatDialect, callFor("echo: a b", { n: 2 }));
    expect(encoder.whole()).toMatchObject({
      choices: [
        { index: 0, message: { content: "a b" } },
        { index: 1, message: { content: "a b" } },
      ],
      usage: { prompt_tokens: 4, completion_tokens: 4 },
    });
  });

  it.each([
    [{ stream_options: { include_usage: true } }, '"stream_options" must come with "stream": true'],
    [{ n: 0 }, '"n" must be a whole number from 1'],
    [{ n: 1e9 }, '"n" must be at most 128: current value is 1000000000'],
    [{ min_tokens: 1e9 }, "maximum context length is 131072 tokens: current value is 1000000000"],
    [{ min_tokens: 3, max_tokens: 2 }, '"min_tokens" must be at most the maximum length, 2'],
    [{ ignore_eos: true, max_tokens: 1e9 }, "maximum context length is 131072 tokens"],
    [{ ignore_eos: true }, '"ignore_eos" must come with "max_tokens"'],
    [{ continue_final_message: true }, 'must come with "add_generation_prompt": false'],
  ])("rejects %j", (fields, message) => {
    expect(() => generationOf(openAiChatDialect, callFor("Hi", fields))).toThrow(message);
  });

  it.each([
    [401, "invalid_request_error", "invalid_api_key"],
    [404, "invalid_request_error", "model_not_found"],
    [429, "requests", "rate_limit_exceeded"],
    [503, "server_error", null],
  ])("returns %d in the provider's format", (status, type, code) => {
    expect(openAiChatDialect.errorResponse(status, "No", failedRequestOf(callFor("Hi")))).toEqual({
      body: { error: { message: "No", type, param: null, code } },
    });
  });

  it("marks an exceeded context length, whatever the message", () => {
    const failed = { ...failedRequestOf(callFor("Hi")), reason: "context-length" } as const;
    const { body } = openAiChatDialect.errorResponse(400, "No", failed);

    expect(body).toMatchObject({ error: { code: "context_length_exceeded" } });
  });
});

describe("openAiChatDialect, read by the SDK's iterator", () => {
  itObeysTheDialectLaws({
    create: (origin) => openAiChat({ apiKey: "any", baseUrl: `${origin}/v1`, decode: "sdk" }),
  });
});

describe.each(["vllm", "llama.cpp", "lm-studio", "deepseek"] as const)(
  "openAiChatDialect as %s",
  (server) => {
    itObeysTheDialectLaws({
      create: (origin) => openAiCompatible({ server, baseUrl: `${origin}/v1` }),
      takesImages: server !== "deepseek",
    });
  },
);

describe("openAiChatDialect as a compatible server", () => {
  it("sends vLLM's usage in every chunk", () => {
    const stream_options = { include_usage: true, continuous_usage_stats: true };
    const chunks = chunksOf(callFor("echo: a b c", { stream_options }));

    expect(chunks.map(({ usage }) => usage?.completion_tokens)).toEqual([0, 1, 2, 3, 3, 3]);
  });

  it("follows vLLM's length parameters", () => {
    const fields = { ignore_eos: true, max_tokens: 5 };
    const contents = chunksOf(callFor("echo: a b", fields)).map(({ choices }) => choices[0]);

    expect(contents.map((choice) => choice?.delta?.content ?? "").join("")).toBe("a ba ba");
    expect(contents.at(-1)?.finish_reason).toBe("length");
    expect(generationOf(openAiChatDialect, callFor("", { min_tokens: 7 })).request.minTokens).toBe(
      7,
    );
  });

  it.each([
    [{ continue_final_message: true, add_generation_prompt: false }, {}],
    [{}, { prefix: true }],
    [{}, {}],
  ])("continues a started answer: %j %j", (fields, mark) => {
    const messages = [
      { role: "user", content: "echo: a b c" },
      { role: "assistant", content: "a b", ...mark },
    ];
    const { encoder } = corpusAnswer(openAiChatDialect, callFor("", { messages, ...fields }));

    expect(encoder.whole()).toMatchObject({ choices: [{ message: { content: " c" } }] });
  });

  it.each([
    [{ chat_template_kwargs: { enable_thinking: false } }, 0],
    [{ thinking: { type: "disabled" } }, 0],
    [{ reasoning_effort: "low" }, 24],
    [{}, undefined],
  ])("maps %j to %s reasoning tokens", (fields, reasoningTokens) => {
    const { request } = generationOf(openAiChatDialect, callFor("Hi", fields));

    expect(request.reasoningTokens).toBe(reasoningTokens);
  });

  it("sends llama.cpp's timings", () => {
    const chunks = chunksOf(callFor("echo: a b c", { timings_per_token: true }));

    expect(chunks.at(-1)?.timings).toEqual({
      cache_n: 0,
      prompt_n: 5,
      prompt_ms: 200,
      prompt_per_token_ms: 40,
      prompt_per_second: 25,
      predicted_n: 3,
      predicted_ms: 40,
      predicted_per_token_ms: 40 / 3,
      predicted_per_second: 75,
    });
  });
});

describe("openAiChatDialect as Azure", () => {
  const apiVersion = "2024-10-21";

  itObeysTheDialectLaws({
    create: (origin) =>
      openAiCompatible({ server: "azure", baseUrl: origin, apiKey: "any", apiVersion }),
  });

  const path = "/openai/deployments/fixed%3AitlMs=5/chat/completions";
  const body = { stream: true, messages: [{ role: "user", content: "echo: a" }] };

  it("takes the model from the path, and starts with the content filter results", () => {
    const chunks = chunksOf({ path: `${path}?api-version=${apiVersion}`, body });

    expect(chunks[0]).toMatchObject({ model: "", choices: [], prompt_filter_results: [{}] });
    expect(chunks[1]).toMatchObject({ model: "fixed:itlMs=5" });
    expect(chunks[2]).toMatchObject({
      choices: [{ delta: { content: "a" }, content_filter_results: { hate: {} } }],
    });
  });

  it("requires a version, except at the newer paths", () => {
    const newer = { path: "/openai/v1/chat/completions", body: { ...body, model: "fixed" } };

    expect(() => generationOf(openAiChatDialect, { path, body })).toThrow('have "api-version"');
    expect(generationOf(openAiChatDialect, newer).request.model).toBe("fixed");
  });
});

const named = (name: string) => ({ name, arguments: "" });

/** The fields that these tests check. */
interface Chunk {
  readonly choices: readonly {
    readonly index: number;
    readonly delta: { readonly content?: string; readonly tool_calls?: readonly unknown[] };
    readonly finish_reason: string | null;
  }[];
  readonly usage?: { readonly completion_tokens: number };
  readonly timings?: unknown;
}

function chunksOf(httpCall: { readonly path: string; readonly body: object }): Chunk[] {
  const { path, body } = httpCall;
  return textOn(openAiChatDialect, { path, body: { ...body, stream: true } })
    .split("\n\n")
    .filter((frame) => frame.startsWith("data: {"))
    .map((frame): Chunk => JSON.parse(frame.slice("data: ".length)));
}

function toolCallIn({ choices }: Chunk): unknown {
  return choices[0]?.delta.tool_calls?.[0];
}
