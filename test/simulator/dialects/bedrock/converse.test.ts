import { crc32 } from "node:zlib";

import { describe, expect, it } from "vitest";

import { bedrock } from "../../../../src/providers/index.ts";
import { bedrockConverseDialect } from "../../../../src/simulator/dialects/bedrock/converse.ts";
import { bytesOf } from "../../../../src/simulator/dialects/frames.ts";
import { itObeysTheDialectLaws } from "../../../contracts/dialect.ts";
import { eventsIn, framesIn } from "../../../support/frames/read-aws-frames.ts";
import {
  corpusAnswer,
  type DialectCall,
  generationOf,
  failedRequestOf,
} from "../../../support/frames/wire-of.ts";

const callFor = (text: string, rest: object = {}) => ({
  path: "/model/fixed/converse-stream",
  body: { messages: [{ role: "user", content: [{ text }] }], ...rest },
});

const requestOf = (httpCall: DialectCall) => generationOf(bedrockConverseDialect, httpCall).request;

describe("bedrockConverseDialect", () => {
  itObeysTheDialectLaws({
    create: (baseUrl) =>
      bedrock({
        baseUrl,
        region: "eu-central-1",
        credentials: { accessKeyId: "any", secretAccessKey: "any" },
      }),
    countsReasoning: false,
  });

  it("writes the events in the order and with the fields of the real API", () => {
    const { bytes } = corpusAnswer(
      bedrockConverseDialect,
      callFor("think: Hm\ncall: get_time [1]\ncall: stop"),
    );
    const signature = btoa("Signed by the simulator for sim-1");
    const delta = (contentBlockIndex: number, content: object) => [
      "contentBlockDelta",
      { contentBlockIndex, delta: content },
    ];
    const toolUseId = expect.stringMatching(/^tooluse_\w+$/u);

    expect(eventsIn(bytes)).toEqual([
      ["messageStart", { role: "assistant" }],
      delta(0, { reasoningContent: { text: "Hm" } }),
      delta(0, { reasoningContent: { signature } }),
      ["contentBlockStop", { contentBlockIndex: 0 }],
      [
        "contentBlockStart",
        { contentBlockIndex: 1, start: { toolUse: { name: "get_time", toolUseId } } },
      ],
      ...["", "[", "1", "]"].map((input) => delta(1, { toolUse: { input } })),
      ["contentBlockStop", { contentBlockIndex: 1 }],
      [
        "contentBlockStart",
        { contentBlockIndex: 2, start: { toolUse: { name: "stop", toolUseId } } },
      ],
      delta(2, { toolUse: { input: "" } }),
      ["contentBlockStop", { contentBlockIndex: 2 }],
      ["messageStop", { stopReason: "tool_use" }],
      [
        "metadata",
        {
          metrics: { latencyMs: 280 },
          usage: {
            cacheReadInputTokens: 0,
            cacheWriteInputTokens: 0,
            inputTokens: 17,
            outputTokens: 5,
            totalTokens: 22,
          },
        },
      ],
    ]);
  });

  it("writes the bytes of the real API", () => {
    const { encoder } = corpusAnswer(bedrockConverseDialect, callFor("echo: a"));
    const [first = ""] = encoder.first();
    const headers =
      "\v:event-type\x07\0\x0cmessageStart" +
      "\r:content-type\x07\0\x10application/json" +
      "\r:message-type\x07\0\x05event";
    const body = '{"role":"assistant","p":"abcdefghijklmnopqrstuvw"}';
    const lengths = [12 + headers.length + body.length + 4, headers.length];
    const prelude = withChecksum(Buffer.concat(lengths.map(fourBytes)));
    const frame = withChecksum(Buffer.concat([prelude, Buffer.from(headers + body, "latin1")]));

    expect(Buffer.from(bytesOf(first)).toString("latin1")).toBe(frame.toString("latin1"));
  });

  it("reports a stop sequence, and continues a trailing assistant message", () => {
    const messages = [
      { role: "user", content: [{ text: "echo: a b c END" }] },
      { role: "assistant", content: [{ text: "a b" }] },
    ];
    const httpCall = callFor("", { messages, inferenceConfig: { stopSequences: ["END"] } });

    expect(corpusAnswer(bedrockConverseDialect, httpCall).encoder.whole()).toMatchObject({
      output: { message: { content: [{ text: " c " }] } },
      stopReason: "stop_sequence",
    });
  });

  it("sends an error in an exception frame", () => {
    const { encoder } = corpusAnswer(bedrockConverseDialect, callFor(""));

    expect(framesIn(bytesOf(encoder.error("No")))).toEqual([
      {
        headers: {
          ":exception-type": "serviceUnavailableException",
          ":content-type": "application/json",
          ":message-type": "exception",
        },
        body: '{"message":"No"}',
      },
    ]);
  });

  it("sends a complete frame with a truncated payload on request", () => {
    const { encoder } = corpusAnswer(bedrockConverseDialect, callFor(""));
    const [frame] = framesIn(bytesOf(encoder.malformed()));

    expect(() => JSON.parse(frame?.body ?? "{}")).toThrow(SyntaxError);
  });

  it.each([
    ["fixed%3AttftMs%3D1%2CitlMs%3D0%2Bcut%40after%3D3", "fixed:ttftMs=1,itlMs=0+cut@after=3"],
    ["us.fixed", "fixed"],
    ["arn%3Aaws%3Abedrock%3Aus-east-1%3A%3Afoundation-model%2Ffixed", "fixed"],
    [
      "arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Ainference-profile%2Fus.fixed%3AitlMs%3D0",
      "fixed:itlMs=0",
    ],
  ])("finds the model in %s", (escaped, model) => {
    const httpCall = { ...callFor("Hi"), path: `/model/${escaped}/converse` };

    expect(requestOf(httpCall).model).toBe(model);
    expect(generationOf(bedrockConverseDialect, httpCall).delivery).toBe("whole");
  });

  it.each([
    [{ thinking: { type: "enabled", budget_tokens: 2_000 } }, 24],
    [{ thinking: { type: "adaptive" }, output_config: { effort: "medium" } }, 64],
    [{ reasoning_effort: "high" }, 160],
    [{ reasoning: { effort: "none" } }, 0],
    [{ reasoningConfig: { type: "enabled", maxReasoningEffort: "low" } }, 24],
    [{ reasoningConfig: { type: "disabled" } }, 0],
    [{}, undefined],
  ])("maps %j to %s reasoning tokens", (additionalModelRequestFields, reasoningTokens) => {
    const httpCall = callFor("Hi", { additionalModelRequestFields });

    expect(requestOf(httpCall).reasoningTokens).toBe(reasoningTokens);
  });

  it("takes the prompt from before a tool's result", () => {
    const toolResult = { toolUseId: "t", content: [{ json: { celsius: 14 } }] };
    const messages = [
      { role: "user", content: [{ text: "How warm is it?" }] },
      { role: "assistant", content: [{ toolUse: { toolUseId: "t", name: "f", input: {} } }] },
      { role: "user", content: [{ toolResult }] },
    ];
    const httpCall = callFor("", { messages, system: [{ text: "Be short." }] });

    expect(requestOf(httpCall)).toMatchObject({
      prompt: "How warm is it?",
      context: 'Be short.\nHow warm is it?\n{"celsius":14}',
      toolResult: '{"celsius":14}',
    });
  });

  it.each([
    [400, "ValidationException"],
    [404, "ResourceNotFoundException"],
    [429, "ThrottlingException"],
    [500, "InternalServerException"],
    [503, "ServiceUnavailableException"],
  ])("returns %d in the provider's format", (status, type) => {
    expect(
      bedrockConverseDialect.errorResponse(status, "No", failedRequestOf(callFor("Hi"))),
    ).toEqual({
      headers: {
        "x-amzn-errortype": `${type}:http://internal.amazon.com/coral/com.amazon.bedrock/`,
      },
      body: { message: "No" },
    });
  });
});

function fourBytes(number: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(number);
  return bytes;
}

function withChecksum(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, fourBytes(crc32(bytes))]);
}
