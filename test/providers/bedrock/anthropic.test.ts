import { describe, expect, it } from "vitest";

import { systemClock } from "../../../src/clock/index.ts";
import { collect } from "../../../src/events/index.ts";
import { startStream } from "../../../src/lifecycle/index.ts";
import { bedrockAnthropic } from "../../../src/providers/index.ts";
import { seededRandom } from "../../../src/stats/index.ts";
import { ANSWER, itObeysTheProviderLaws } from "../../contracts/provider.ts";
import {
  answerFrom,
  casesOf,
  itObeysTheWireLaws,
  KEY,
  REQUEST,
  type Wire,
} from "../../contracts/wire-provider.ts";
import { AWS_EVENT_STREAM, awsEvent, awsException } from "../../support/frames/aws-frames.ts";
import { byteServer, sendsAs } from "../../support/servers/byte-server.ts";
import { plainAnswer, wireFixtures } from "../../support/wire-fixture.ts";

/** One of Anthropic's events as Bedrock carries it. */
const chunk = (payload: unknown) => carried(JSON.stringify(payload));
const carried = (text: string) =>
  awsEvent("chunk", { bytes: Buffer.from(text).toString("base64"), p: "abcdef" });

const text = (part: string) =>
  chunk({
    type: "content_block_delta",
    index: 0,
    delta: { type: "text_delta", text: part },
  });
const beginning = [
  chunk({
    type: "message_start",
    message: { model: "claude-m", content: [], usage: { input_tokens: 3, output_tokens: 1 } },
  }),
  chunk({ type: "content_block_start", index: 0, content_block: { type: "text", text: "" } }),
];
const metrics = { inputTokenCount: 3, outputTokenCount: 4, firstByteLatency: 9 };

const wire: Wire = {
  create: (baseUrl) =>
    bedrockAnthropic({
      baseUrl,
      region: "eu-central-1",
      credentials: { accessKeyId: "AKIAEXAMPLE", secretAccessKey: KEY },
    }),
  contentType: AWS_EVENT_STREAM,
  answer: [
    ...beginning,
    ...["Hello ", "漢字 ", "👍", "!"].map(text),
    chunk({ type: "content_block_stop", index: 0 }),
    chunk({
      type: "message_delta",
      delta: { stop_reason: "end_turn" },
      usage: { output_tokens: 4 },
    }),
    chunk({ type: "message_stop", "amazon-bedrock-invocationMetrics": metrics }),
  ],
  beginning: [...beginning, text("Hel")],
  malformed: carried('{"type":'),
  error: awsException("modelStreamErrorException", { message: "overloaded" }),
};

const answerOf = (...frames: readonly Uint8Array[]) =>
  answerFrom(wire, sendsAs(AWS_EVENT_STREAM, ...frames));

describe("bedrockAnthropic()", () => {
  itObeysTheProviderLaws(casesOf(wire));
  itObeysTheWireLaws(wire);

  it.each(wireFixtures("anthropic-messages"))(
    "understands $name",
    async ({ payloads, expected }) => {
      expect(plainAnswer(await answerOf(...payloads.map(chunk)))).toEqual(expected);
    },
  );

  it("reports the input tokens of an answer that was cut off", async () => {
    const { usage } = await answerOf(...beginning, text("a"));

    expect(usage).toMatchObject({ inputTokens: { total: 3 }, source: "estimated" });
  });

  it("reports an event that is not base64, after everything before it", async () => {
    const { text: shown, end } = await answerOf(
      ...beginning,
      text("a"),
      awsEvent("chunk", { bytes: "***" }),
    );

    expect(shown).toBe("a");
    expect(end).toMatchObject({ failure: { code: "malformed-frame" } });
  });

  it("reports an error in Anthropic's form", async () => {
    const error = { type: "error", error: { type: "overloaded_error", message: "Overloaded" } };
    const { text: shown, end } = await answerOf(...beginning, text("a"), chunk(error));

    expect(shown).toBe("a");
    expect(end).toMatchObject({
      failure: { code: "provider-error", detail: "Overloaded", type: "overloaded_error" },
    });
  });

  it("reports an error in an event that is not a chunk", async () => {
    for (const type of ["chunk", "error"]) {
      const { end } = await answerOf(
        ...beginning,
        text("a"),
        awsEvent(type, { code: 503, message: "no more" }),
      );

      expect(end).toMatchObject({
        failure: { code: "provider-error", detail: "no more", status: 503 },
      });
    }
  });

  it("ignores events that are not chunks", async () => {
    const stranger = awsEvent("anEventToCome", {});
    const { end } = await answerFrom(wire, sendsAs(AWS_EVENT_STREAM, stranger, ...wire.answer));

    expect(end).toMatchObject({ kind: "stop" });
  });

  it("sends the body of Anthropic's API, with the model in the path", async () => {
    const server = await byteServer(sendsAs(AWS_EVENT_STREAM, ...wire.answer));
    const outside = { clock: systemClock(), random: seededRandom(1) };
    const model = "anthropic.claude-sonnet-4-5-20250929-v1:0";
    const request = { ...REQUEST, model, temperature: 0.5 };
    await collect(startStream(wire.create(server.url), request, outside));

    expect(server.latest).toMatchObject({
      path: "/v1/model/anthropic.claude-sonnet-4-5-20250929-v1%3A0/invoke-with-response-stream",
      body: {
        anthropic_version: "bedrock-2023-05-31",
        max_tokens: 16_000,
        messages: [{ role: "user", content: [{ type: "text", text: "Hi" }] }],
        temperature: 0.5,
      },
    });
  });

  it("emits the same events for an answer that is not streamed", async () => {
    const message = {
      type: "message",
      model: "claude-m",
      content: [{ type: "text", text: ANSWER }],
      stop_reason: "end_turn",
      usage: { input_tokens: 3, output_tokens: 9 },
    };
    const server = await byteServer(sendsAs("application/json", JSON.stringify(message)));
    const outside = { clock: systemClock(), random: seededRandom(1) };
    const request = { ...REQUEST, stream: false };

    expect(await collect(startStream(wire.create(server.url), request, outside))).toMatchObject({
      text: ANSWER,
      usage: { outputTokens: { total: 9 }, source: "provider" },
      end: { kind: "stop", raw: "end_turn" },
    });
    expect(server.latest.path).toBe("/v1/model/m/invoke");
  });
});
