import { describe, expect, it } from "vitest";

import { gemini } from "../../../../src/providers/index.ts";
import { geminiDialect } from "../../../../src/simulator/dialects/gemini/generate.ts";
import { itObeysTheDialectLaws } from "../../../contracts/dialect.ts";
import {
  corpusAnswer,
  type DialectCall,
  generationOf,
  pageOf,
  failedRequestOf,
  textOn,
} from "../../../support/frames/wire-of.ts";

const callFor = (text: string, rest: object = {}, method = "streamGenerateContent?alt=sse") => ({
  path: `/v1beta/models/fixed:${method}`,
  body: { contents: [{ role: "user", parts: [{ text }] }], ...rest },
});

const requestOf = (httpCall: DialectCall) => generationOf(geminiDialect, httpCall).request;

describe("geminiDialect, as server-sent events", () => {
  itObeysTheDialectLaws({
    create: (origin) => gemini({ apiKey: "any", baseUrl: `${origin}/v1beta` }),
    // The API omits counts of 0.
    countsCached: false,
  });

  it("writes the bytes of the real API", () => {
    const about = '"modelVersion":"fixed","responseId":"sim-1"';
    const read = '"promptTokensDetails":[{"modality":"TEXT","tokenCount":8}]';

    expect(textOn(geminiDialect, callFor("think: Hm\necho: Yes."))).toBe(
      [
        `data: {"candidates":[{"content":{"parts":[{"text":"Hm","thought":true}],"role":"model"},"index":0}],"usageMetadata":{"promptTokenCount":8,"totalTokenCount":9,${read},"thoughtsTokenCount":1},${about}}`,
        `data: {"candidates":[{"content":{"parts":[{"text":"Yes"}],"role":"model"},"index":0}],"usageMetadata":{"promptTokenCount":8,"candidatesTokenCount":1,"totalTokenCount":10,${read},"thoughtsTokenCount":1},${about}}`,
        `data: {"candidates":[{"content":{"parts":[{"text":"."}],"role":"model"},"index":0}],"usageMetadata":{"promptTokenCount":8,"candidatesTokenCount":2,"totalTokenCount":11,${read},"thoughtsTokenCount":1},${about}}`,
        `data: {"candidates":[{"content":{"parts":[{"text":""}],"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":8,"candidatesTokenCount":2,"totalTokenCount":11,${read},"thoughtsTokenCount":1},${about}}`,
        "",
      ].join("\r\n\r\n"),
    );
  });

  it("sends a complete call with its last token", () => {
    const httpCall = callFor('call: get_time {"zone":"UTC"}\ncall: stop');
    const frames = textOn(geminiDialect, httpCall).split("\r\n\r\n").slice(0, -1);
    const parts = frames.map((frame) => {
      const { candidates } = JSON.parse(frame.slice("data: ".length));
      return candidates[0].content.parts;
    });

    expect(parts).toEqual([
      [{ functionCall: { name: "get_time", args: { zone: "UTC" } } }],
      [{ functionCall: { name: "stop", args: {} } }],
      [{ text: "" }],
    ]);
  });

  it("omits a call that was cut off", () => {
    const config = { generationConfig: { maxOutputTokens: 3 } };
    const stream = textOn(geminiDialect, callFor('call: get_time {"zone":"UTC"}', config));

    expect(stream).not.toContain("functionCall");
    expect(stream).toContain('"finishReason":"MAX_TOKENS"');
  });

  it("hides thoughts, but counts them", () => {
    const config = { generationConfig: { thinkingConfig: { includeThoughts: false } } };
    const stream = textOn(geminiDialect, callFor("think: Hm, hm\necho: Yes", config));

    expect(stream).not.toContain("Hm");
    expect(stream).toContain('"thoughtsTokenCount":3');
  });
});

describe("geminiDialect, as a JSON array", () => {
  itObeysTheDialectLaws({
    create: (origin) =>
      gemini({ apiKey: "any", baseUrl: `${origin}/v1beta`, framing: "json-array" }),
    countsCached: false,
  });

  it("writes the bytes of the real API", () => {
    const stream = textOn(geminiDialect, callFor("echo: a b", {}, "streamGenerateContent"));
    const usage = (tokens: number) =>
      `  "usageMetadata": {
    "promptTokenCount": 4,
    "candidatesTokenCount": ${tokens},
    "totalTokenCount": ${4 + tokens},
    "promptTokensDetails": [
      {
        "modality": "TEXT",
        "tokenCount": 4
      }
    ]
  },
  "modelVersion": "fixed",
  "responseId": "sim-1"
}`;
    const element = (text: string, finish = "") => `{
  "candidates": [
    {
      "content": {
        "parts": [
          {
            "text": "${text}"
          }
        ],
        "role": "model"
      },${finish}
      "index": 0
    }
  ],
`;

    expect(stream).toBe(
      `[${element("a")}${usage(1)}\n,\r\n${element(" b")}${usage(2)}\n,\r\n` +
        `${element("", '\n      "finishReason": "STOP",')}${usage(2)}\n]`,
    );
  });

  it("is valid JSON when an error ends it", () => {
    const { encoder } = corpusAnswer(geminiDialect, callFor("", {}, "streamGenerateContent"));

    expect(JSON.parse([...encoder.first(), encoder.error("No")].join(""))).toEqual([
      { error: { code: 503, message: "No", status: "UNAVAILABLE" } },
    ]);
  });
});

describe("geminiDialect", () => {
  it.each([
    "/v1beta/models/fixed:ttftMs=1,itlMs=0+cut@after=3:streamGenerateContent",
    "/v1beta/models/fixed%3AttftMs%3D1%2CitlMs%3D0%2Bcut%40after%3D3:generateContent",
    "/v1/models/fixed:ttftMs=1,itlMs=0+cut@after=3%3AgenerateContent",
  ])("finds the model in %s", (path) => {
    const { model } = requestOf({ ...callFor("Hi"), path });

    expect(model).toBe("fixed:ttftMs=1,itlMs=0+cut@after=3");
  });

  it.each([
    [{ thinkingBudget: 0 }, 0],
    [{ thinkingBudget: 10 }, 10],
    [{ thinkingBudget: 24_576 }, 160],
    [{ thinkingBudget: -1 }, undefined],
    [{ thinkingLevel: "LOW" }, 24],
    [{ thinkingLevel: "HIGH" }, 160],
    [undefined, undefined],
  ])("maps %j to %s reasoning tokens", (thinkingConfig, reasoningTokens) => {
    const httpCall = callFor("Hi", { generationConfig: { thinkingConfig } });

    expect(requestOf(httpCall).reasoningTokens).toBe(reasoningTokens);
  });

  it.each([
    [{ mode: "AUTO" }, "auto"],
    [{ mode: "NONE" }, "none"],
    [{ mode: "ANY" }, "required"],
    [{ mode: "ANY", allowedFunctionNames: ["f"] }, { name: "f" }],
    [{ mode: "ANY", allowedFunctionNames: ["f", "g"] }, "required"],
  ])("maps the calling mode %j to %j", (functionCallingConfig, toolChoice) => {
    const httpCall = callFor("Hi", { toolConfig: { functionCallingConfig } });

    expect(requestOf(httpCall).toolChoice).toEqual(toolChoice);
  });

  it.each([
    [{ output: "14" }, "14"],
    [{ result: { celsius: 14 } }, '{"celsius":14}'],
    [{ celsius: 14 }, '{"celsius":14}'],
  ])("maps the function response %j to %s", (response, toolResult) => {
    const contents = [
      { role: "user", parts: [{ text: "How warm is it?" }] },
      { role: "model", parts: [{ functionCall: { name: "f", args: {} } }] },
      { role: "user", parts: [{ functionResponse: { name: "f", response } }] },
    ];

    expect(requestOf(callFor("", { contents }))).toMatchObject({
      prompt: "How warm is it?",
      toolResult,
    });
  });

  it("accepts snake_case field names, as in Google's examples", () => {
    const declared = { name: "f", parameters: { properties: { snake_case: {} } } };
    const httpCall = callFor("Hi", {
      system_instruction: { parts: [{ text: "Be short." }] },
      generation_config: { max_output_tokens: 9, thinking_config: { thinking_budget: 5 } },
      tools: [{ function_declarations: [declared] }],
      tool_config: { function_calling_config: { mode: "ANY" } },
    });

    expect(requestOf(httpCall)).toMatchObject({
      context: "Be short.\nHi",
      maxTokens: 9,
      reasoningTokens: 5,
      tools: [declared],
      toolChoice: "required",
    });
  });

  it("does not convert names in a function's result", () => {
    const response = { wind_speed: 3 };
    const contents = [{ parts: [{ function_response: { name: "f", response } }] }];

    expect(requestOf(callFor("", { contents })).toolResult).toBe('{"wind_speed":3}');
  });

  it("continues a trailing assistant message", () => {
    const contents = [
      { parts: [{ text: "echo: a b c" }] },
      { role: "model", parts: [{ text: "a b" }] },
    ];

    expect(requestOf(callFor("", { contents }))).toMatchObject({
      prompt: "echo: a b c",
      answerPrefix: "a b",
    });
  });

  it("counts a prompt's tokens", () => {
    expect(pageOf(geminiDialect, callFor("one two three", {}, "countTokens"))).toMatchObject({
      totalTokens: 3,
    });
  });

  it("lists models page by page", () => {
    const page = (query: string) =>
      pageOf(geminiDialect, { method: "GET", path: `/v1beta/models?${query}` });

    expect(page("pageSize=1")).toMatchObject({
      models: [{ name: "models/fixed" }],
      nextPageToken: "1",
    });
    expect(page("pageSize=1&pageToken=1")).toEqual({
      models: [expect.objectContaining({ name: "models/hosted-fast" })],
    });
  });

  it.each([
    [400, "INVALID_ARGUMENT"],
    [429, "RESOURCE_EXHAUSTED"],
    [502, "UNKNOWN"],
    [503, "UNAVAILABLE"],
  ])("returns %d in the provider's format", (code, status) => {
    expect(geminiDialect.errorResponse(code, "No", failedRequestOf(callFor("Hi")))).toEqual({
      body: { error: { code, message: "No", status } },
    });
  });

  it("returns the retry delay in the body, and an array if the answer would have been one", () => {
    const failed = failedRequestOf(callFor("Hi", {}, "streamGenerateContent"), 300);

    expect(geminiDialect.errorResponse(429, "No", failed).body).toMatchObject([
      {
        error: {
          code: 429,
          details: [{ "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "0.3s" }],
        },
      },
    ]);
  });
});
