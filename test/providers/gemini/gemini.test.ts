import { describe, expect, it } from "vitest";

import { instant, systemClock, VirtualClock } from "../../../src/clock/index.ts";
import { collect, type StreamEventBody } from "../../../src/events/index.ts";
import { startStream } from "../../../src/lifecycle/index.ts";
import { type Attempt, gemini } from "../../../src/providers/index.ts";
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
import { byteServer, sends, sendsAs } from "../../support/servers/byte-server.ts";
import { listOf } from "../../support/events.ts";
import { plainAnswer, wireFixtures } from "../../support/wire-fixture.ts";
import { chunkOf, textChunk } from "./gemini-wire.ts";

const TEXTS = ["Hello ", "漢字 ", "👍", "!"];
const USAGE = { promptTokenCount: 3, candidatesTokenCount: 4 };
const CHUNKS = [
  ...TEXTS.map((text) => textChunk(text)),
  chunkOf({ content: { parts: [{ text: "" }] }, finishReason: "STOP" }, { usageMetadata: USAGE }),
];
const ERROR = { error: { code: 503, message: "The model is overloaded.", status: "UNAVAILABLE" } };

const frame = (value: unknown) => `data: ${JSON.stringify(value)}\r\n\r\n`;

const wire: Wire = {
  create: (baseUrl) => gemini({ apiKey: KEY, baseUrl }),
  contentType: "text/event-stream",
  answer: CHUNKS.map(frame),
  beginning: [frame(textChunk("Hel"))],
  malformed: 'data: {"candidates":[\r\n\r\n',
  error: frame(ERROR),
};

const element = (value: unknown) => JSON.stringify(value, undefined, 2);

/** As Google prints it. */
const arrayOf = (values: readonly unknown[]) => `[${values.map(element).join("\n,\r\n")}\n]`;

const asArray: Wire = {
  create: (baseUrl) => gemini({ apiKey: KEY, baseUrl, framing: "json-array" }),
  contentType: "application/json",
  answer: [arrayOf(CHUNKS)],
  beginning: [`[${element(textChunk("Hel"))}`],
  malformed: '\n,\r\n{"candidates": nothing}',
  error: `\n,\r\n${element(ERROR)}`,
};

const answerOf = (...chunks: readonly unknown[]) => answerFrom(wire, sends(...chunks.map(frame)));

const attempt = (settings: Partial<Attempt> = {}): Attempt => ({
  number: 1,
  clock: systemClock(),
  signal: new AbortController().signal,
  onStage: () => undefined,
  ...settings,
});

/** The events of one attempt, as the provider gives them. */
async function eventsOf(...chunks: readonly unknown[]): Promise<StreamEventBody[]> {
  const { url } = await byteServer(sends(...chunks.map(frame)));
  const reads = await listOf(wire.create(url).stream(REQUEST, attempt()));
  return reads.flatMap(({ events }) => events);
}

describe("gemini()", () => {
  itObeysTheProviderLaws(casesOf(wire));
  itObeysTheWireLaws(wire);

  it.each(wireFixtures("gemini"))("understands $name", async ({ payloads, expected }) => {
    expect(plainAnswer(await answerOf(...payloads))).toEqual(expected);
  });

  it.each([
    ["of a model before 2.0", "gemini-1.5-pro", 1],
    ["of any model", "m", 2],
  ])(
    "waits for what follows reasons that come with every chunk, %s",
    async (_name, model, texts) => {
      const clock = new VirtualClock();
      const stop = (text: string) =>
        frame(chunkOf({ content: { parts: [{ text }] }, finishReason: "STOP" }));
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          const send = (text: string) => controller.enqueue(new TextEncoder().encode(stop(text)));
          for (let text = 0; text < texts; text++) send("a");
          clock.callAt(instant(5_000), () => {
            send("b");
            controller.close();
          });
        },
      });
      const fetch = async () =>
        new Response(body, { headers: { "content-type": "text/event-stream" } });
      const stream = startStream(
        gemini({ apiKey: KEY, fetch }),
        { ...REQUEST, model },
        { clock, random: seededRandom(1) },
      );
      const { text, end } = await clock.runUntil(collect(stream));

      expect(text).toBe(`${"a".repeat(texts)}b`);
      expect(end).toEqual({ kind: "stop", raw: "STOP" });
    },
  );

  it("reports the answering model and the response id", async () => {
    const [start] = await eventsOf({ ...textChunk("a"), responseId: "r-1" });

    expect(start).toEqual({
      type: "stream-start",
      provider: "gemini",
      model: "m-1",
      attempt: 1,
      requestId: "r-1",
    });
  });

  it("reads on after a finish reason, which old models send with every chunk", async () => {
    const chunk = (text: string) =>
      chunkOf({ content: { parts: [{ text }] }, finishReason: "STOP" });
    const events = await eventsOf(chunk("a"), chunk("b"));

    expect(events.filter(({ type }) => type === "text-start")).toHaveLength(1);
    expect(events.filter(({ type }) => type === "text-delta")).toHaveLength(2);
    expect(events.at(-1)).toEqual({ type: "stream-end", reason: { kind: "stop", raw: "STOP" } });
  });

  it("reports usage when it changes", async () => {
    const usageMetadata = { promptTokenCount: 9, thoughtsTokenCount: 5 };
    const events = await eventsOf(
      chunkOf({}, { usageMetadata }),
      chunkOf({}, { usageMetadata }),
      chunkOf({}, { usageMetadata: { ...usageMetadata, candidatesTokenCount: 2 } }),
      chunkOf({}, { usageMetadata: { trafficType: "PROVISIONED_THROUGHPUT" } }),
    );

    expect(events.filter(({ type }) => type === "usage")).toMatchObject([
      { inputTokens: { total: 9 }, outputTokens: { total: 5, reasoning: 5 } },
      { inputTokens: { total: 9 }, outputTokens: { total: 7, reasoning: 5 } },
    ]);
  });

  it("reports cached tokens", async () => {
    const { usage } = await answerOf(
      chunkOf({}, { usageMetadata: { ...USAGE, cachedContentTokenCount: 2 } }),
    );

    expect(usage).toMatchObject({ inputTokens: { total: 3, cached: 2 } });
  });

  it("reports usage up to the stop", async () => {
    const { usage } = await answerOf(
      chunkOf({ content: { parts: [{ text: "a" }] } }, { usageMetadata: USAGE }),
    );

    expect(usage).toMatchObject({ outputTokens: { total: 4 }, source: "provider" });
  });

  it("emits several calls, each with its id", async () => {
    const call = (functionCall: object) => ({ functionCall });
    const parts = [
      call({ name: "a", args: { x: 1 } }),
      { text: "and " },
      call({ id: "own", name: "a" }),
    ];
    const { toolCalls, text, end } = await answerOf(
      chunkOf({ content: { parts } }, { responseId: "r-1" }),
      chunkOf({ content: { parts: [call({})] }, finishReason: "STOP" }),
    );

    expect(toolCalls).toEqual([
      { id: "r-1-0", name: "a", text: '{"x":1}', input: { x: 1 } },
      { id: "own", name: "a", text: "", input: {} },
    ]);
    expect({ text, end }).toEqual({ text: "and ", end: { kind: "tool-calls", raw: "STOP" } });
  });

  it("emits audio as bytes", async () => {
    const inlineData = { mimeType: "audio/L16;codec=pcm;rate=24000", data: "AQID" };
    const events = await eventsOf(chunkOf({ content: { parts: [{ inlineData }] } }));

    expect(events).toContainEqual({
      type: "audio-delta",
      format: "audio/L16;codec=pcm;rate=24000",
      bytes: new Uint8Array([1, 2, 3]),
    });
  });

  it("refuses audio that is not base64", async () => {
    const inlineData = { mimeType: "audio/mp3", data: "?" };
    const { end } = await answerOf(chunkOf({ content: { parts: [{ inlineData }] } }));

    expect(end).toMatchObject({ failure: { code: "malformed-frame" } });
  });

  it.each([
    ["STOP", "stop"],
    ["MAX_TOKENS", "length"],
    ["SAFETY", "content-filter"],
    ["RECITATION", "content-filter"],
    ["BLOCKLIST", "content-filter"],
    ["PROHIBITED_CONTENT", "content-filter"],
    ["SPII", "content-filter"],
    ["LANGUAGE", "content-filter"],
    ["MODEL_ARMOR", "content-filter"],
    ["IMAGE_SAFETY", "content-filter"],
    ["IMAGE_PROHIBITED_CONTENT", "content-filter"],
    ["IMAGE_RECITATION", "content-filter"],
    ["CONTINUATION", "length"],
    ["OTHER", "other"],
    ["IMAGE_OTHER", "other"],
    ["NO_IMAGE", "other"],
    ["SOMETHING_NEW", "other"],
  ])("maps %s to %s", async (finishReason, kind) => {
    const { text, end } = await answerOf(textChunk("a"), chunkOf({ finishReason }));

    expect({ text, end }).toEqual({ text: "a", end: { kind, raw: finishReason } });
  });

  it.each([
    "MALFORMED_FUNCTION_CALL",
    "MALFORMED_RESPONSE",
    "UNEXPECTED_TOOL_CALL",
    "TOO_MANY_TOOL_CALLS",
    "MISSING_THOUGHT_SIGNATURE",
  ])("fails with %s, after everything that was received", async (finishReason) => {
    const { text, usage, end } = await answerOf(
      chunkOf(
        { content: { parts: [{ text: "a" }] }, finishReason, finishMessage: "Malformed: x(" },
        { usageMetadata: USAGE },
      ),
    );

    expect(text).toBe("a");
    expect(usage).toMatchObject({ outputTokens: { total: 4 } });
    expect(end).toMatchObject({
      failure: { code: "provider-error", detail: "Malformed: x(", type: finishReason },
    });
  });

  it("reads one of several candidates, by its index", async () => {
    const candidate = (index: number, text: string, finishReason?: string) => ({
      index,
      content: { parts: [{ text }] },
      finishReason,
    });
    const { text, end } = await answerOf(
      { candidates: [candidate(1, "B1 "), candidate(0, "A1 ")] },
      { candidates: [candidate(1, "B2 ", "SAFETY")] },
      { candidates: [candidate(0, "A2", "STOP")] },
      { candidates: [candidate(2, "C", "MAX_TOKENS")] },
    );

    expect({ text, end }).toEqual({ text: "A1 A2", end: { kind: "stop", raw: "STOP" } });
  });

  it("ignores an unspecified finish reason", async () => {
    const { end } = await answerOf(chunkOf({ finishReason: "FINISH_REASON_UNSPECIFIED" }));

    expect(end).toEqual({ kind: "truncated", raw: undefined });
  });

  it("reports an error in the stream with Google's name", async () => {
    const { end } = await answerOf(ERROR);

    expect(end).toMatchObject({
      failure: { code: "provider-error", detail: "The model is overloaded.", type: "UNAVAILABLE" },
    });
  });

  it("skips the [DONE] that proxies add", async () => {
    const { text, end } = await answerFrom(wire, sends(...wire.answer, "data: [DONE]\n\n"));

    expect({ text, end }).toEqual({ text: ANSWER, end: { kind: "stop", raw: "STOP" } });
  });

  it("reads an answer that is not streamed", async () => {
    const { url } = await byteServer(
      sendsAs(
        "application/json; charset=UTF-8",
        element(chunkOf({ content: { parts: [{ text: ANSWER }] }, finishReason: "STOP" })),
      ),
    );
    const { text, end } = await answerFrom({
      create: () => wire.create(url),
      request: { ...REQUEST, stream: false },
    });

    expect({ text, end }).toEqual({ text: ANSWER, end: { kind: "stop", raw: "STOP" } });
  });

  it("reports why a request is refused, and Google's retry delay", async () => {
    const retry = { "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "34.4s" };
    const refusal = {
      error: {
        code: 429,
        message: `Quota exceeded for ${KEY}.`,
        status: "RESOURCE_EXHAUSTED",
        details: [{ "@type": "type.googleapis.com/google.rpc.Help" }, retry],
      },
    };
    for (const body of [refusal, [refusal]]) {
      const { end } = await answerFrom(wire, (_request, response) => {
        response.writeHead(429, { "content-type": "application/json" });
        response.end(JSON.stringify(body));
      });

      expect(end).toMatchObject({
        failure: {
          code: "http-status",
          status: 429,
          detail: "Quota exceeded for [key].",
          type: "RESOURCE_EXHAUSTED",
          retryAfterMs: 34_400,
        },
      });
    }
  });

  it("lists the models that can answer, page by page", async () => {
    const model = (name: string, ...supportedGenerationMethods: string[]) => ({
      name: `models/${name}`,
      supportedGenerationMethods,
    });
    const server = await byteServer(
      sendsAs(
        "application/json",
        element({
          models: [model("a", "generateContent"), model("e", "embedContent")],
          nextPageToken: "p/2",
        }),
      ),
      sendsAs("application/json", element({ models: [model("b", "generateContent")] })),
    );

    expect(await wire.create(server.url).listModels?.(attempt())).toEqual(["a", "b"]);
    expect(server.latest.path).toBe("/v1/models?pageSize=1000&pageToken=p%2F2");
    expect(server.latest.headers["x-goog-api-key"]).toBe(KEY);
  });

  it("requests no page of the list of models twice", async () => {
    const page = element({ models: [], nextPageToken: "p" });
    const server = await byteServer(sendsAs("application/json", page));

    await expect(wire.create(server.url).listModels?.(attempt())).rejects.toThrow(
      'its pages must end: current value is "p"',
    );
    expect(server.requests).toBe(2);
  });

  it("reports why the list of models breaks off", async () => {
    const { url } = await byteServer((_request, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.write('{"models":[', () => response.socket?.resetAndDestroy());
    });

    await expect(wire.create(url).listModels?.(attempt())).rejects.toMatchObject({
      failure: { code: "connection-lost", receivedBytes: 11 },
    });
  });

  it.each([
    [{ apiKey: "" }, "apiKey must not be empty: set GEMINI_API_KEY"],
    [{ apiKey: "k", baseUrl: "gemini" }, 'current value is "gemini"'],
  ])("refuses %j", (settings, message) => {
    expect(() => gemini(settings)).toThrow(message);
  });
});

describe('gemini({ framing: "json-array" })', () => {
  itObeysTheProviderLaws(casesOf(asArray));
  itObeysTheWireLaws(asArray);

  it.each(wireFixtures("gemini"))("understands $name", async ({ payloads, expected }) => {
    const answer = await answerFrom(asArray, sendsAs(asArray.contentType, arrayOf(payloads)));

    expect(plainAnswer(answer)).toEqual(expected);
  });

  it("does not request server-sent events", async () => {
    const server = await byteServer(sendsAs(asArray.contentType, ...asArray.answer));
    await listOf(asArray.create(server.url).stream(REQUEST, attempt()));

    expect(server.latest.path).toBe("/v1/models/m:streamGenerateContent");
  });
});
