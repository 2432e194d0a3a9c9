import { describe, expect, it } from "vitest";

import { bedrockAnthropic } from "../../../../src/providers/index.ts";
import { bedrockInvokeDialect } from "../../../../src/simulator/dialects/bedrock/invoke.ts";
import { itObeysTheDialectLaws } from "../../../contracts/dialect.ts";
import { framesIn } from "../../../support/frames/read-aws-frames.ts";
import { corpusAnswer, generationOf } from "../../../support/frames/wire-of.ts";

const VERSION = { anthropic_version: "bedrock-2023-05-31" };

const callFor = (content: string, rest: object = {}) => ({
  path: "/model/fixed/invoke-with-response-stream",
  body: { ...VERSION, max_tokens: 100, messages: [{ role: "user", content }], ...rest },
});

describe("bedrockInvokeDialect", () => {
  itObeysTheDialectLaws({
    create: (baseUrl) =>
      bedrockAnthropic({
        baseUrl,
        region: "eu-central-1",
        credentials: { accessKeyId: "any", secretAccessKey: "any" },
      }),
  });

  it("wraps each of Anthropic's events in a chunk, and adds its metrics to the last", () => {
    const frames = framesIn(corpusAnswer(bedrockInvokeDialect, callFor("echo: 漢 b")).bytes);
    const events = frames.map(({ body }) => {
      const { bytes } = JSON.parse(body);
      return JSON.parse(Buffer.from(bytes, "base64").toString("utf8"));
    });
    const delta = (text: string) => ({
      type: "content_block_delta",
      index: 0,
      delta: { type: "text_delta", text },
    });

    expect(frames.map(({ headers }) => headers)).toEqual(
      frames.map(() => ({
        ":event-type": "chunk",
        ":content-type": "application/json",
        ":message-type": "event",
      })),
    );
    expect(events).toEqual([
      expect.objectContaining({ type: "message_start" }),
      { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
      delta("漢"),
      delta(" b"),
      { type: "content_block_stop", index: 0 },
      expect.objectContaining({ type: "message_delta" }),
      {
        type: "message_stop",
        "amazon-bedrock-invocationMetrics": {
          inputTokenCount: 5,
          outputTokenCount: 2,
          invocationLatency: 220,
          firstByteLatency: 200,
          cacheReadInputTokenCount: 0,
          cacheWriteInputTokenCount: 0,
        },
      },
    ]);
  });

  it("sends megabytes in one event", () => {
    const text = "漢".repeat(1_000_000);
    const { encoder } = corpusAnswer(bedrockInvokeDialect, callFor("echo: a"));
    const frames = encoder.token({ part: { kind: "text" }, text, choice: 0, dueMs: 0 });
    const last = frames.at(-1);
    const [frame] = framesIn(last instanceof Uint8Array ? last : new Uint8Array());
    const { bytes } = JSON.parse(frame?.body ?? "{}");

    expect(Buffer.from(bytes, "base64").toString("utf8")).toContain(text);
  });

  it("requires Anthropic's body", () => {
    const httpCall = callFor("Hi", { anthropic_version: undefined });

    expect(() => generationOf(bedrockInvokeDialect, httpCall)).toThrow(
      '"anthropic_version" must be given',
    );
  });
});
