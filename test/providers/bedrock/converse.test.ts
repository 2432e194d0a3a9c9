import { describe, expect, it, onTestFinished, vi } from "vitest";

import { systemClock } from "../../../src/clock/index.ts";
import { collect } from "../../../src/events/index.ts";
import { startStream } from "../../../src/lifecycle/index.ts";
import { bedrock, type BedrockSettings, type ChatRequest } from "../../../src/providers/index.ts";
import { seededRandom } from "../../../src/stats/index.ts";
import { asText, dig } from "../../../src/wire/index.ts";
import { ANSWER, itObeysTheProviderLaws } from "../../contracts/provider.ts";
import {
  answerFrom,
  casesOf,
  itObeysTheWireLaws,
  KEY,
  REQUEST,
  type Wire,
} from "../../contracts/wire-provider.ts";
import {
  AWS_EVENT_STREAM,
  awsEvent,
  awsException,
  awsMessage,
} from "../../support/frames/aws-frames.ts";
import { type Answer, byteServer, sendsAs } from "../../support/servers/byte-server.ts";
import { listOf } from "../../support/events.ts";
import { plainAnswer, wireFixtures } from "../../support/wire-fixture.ts";

const SETTINGS: BedrockSettings = {
  region: "eu-central-1",
  credentials: { accessKeyId: "AKIAEXAMPLE", secretAccessKey: KEY, sessionToken: "token-987654" },
};

const start = awsEvent("messageStart", { role: "assistant" });
const delta = (part: unknown, contentBlockIndex = 0) =>
  awsEvent("contentBlockDelta", { contentBlockIndex, delta: part });
const text = (part: string) => delta({ text: part });
const stop = (contentBlockIndex = 0) => awsEvent("contentBlockStop", { contentBlockIndex });
const messageStop = (stopReason: string) => awsEvent("messageStop", { stopReason });
const metadata = awsEvent("metadata", { usage: { inputTokens: 3, outputTokens: 4 } });
const exception = (type: string, message = "overloaded") => awsException(type, { message });

const wire: Wire = {
  create: (baseUrl) => bedrock({ ...SETTINGS, baseUrl }),
  contentType: AWS_EVENT_STREAM,
  answer: [
    start,
    ...["Hello ", "漢字 ", "👍", "!"].map(text),
    stop(),
    messageStop("end_turn"),
    metadata,
  ],
  beginning: [start, text("Hel")],
  malformed: awsMessage(
    { ":event-type": "contentBlockDelta", ":message-type": "event" },
    '{"delta":',
  ),
  error: exception("throttlingException"),
};

const outside = () => ({ clock: systemClock(), random: seededRandom(1), retry: { attempts: 1 } });
const answerOf = (...answers: readonly Answer[]) => answerFrom(wire, ...answers);
const decoded = (...frames: readonly Uint8Array[]) =>
  answerOf(sendsAs(AWS_EVENT_STREAM, ...frames));

/** What the provider sends for a request. */
async function sentFor(request: Partial<ChatRequest>, settings: BedrockSettings = SETTINGS) {
  const server = await byteServer(sendsAs(AWS_EVENT_STREAM, ...wire.answer));
  const provider = bedrock({ ...settings, baseUrl: server.url });
  await collect(startStream(provider, { ...REQUEST, ...request }, outside()));
  return server.latest;
}

const bodyFor = async (request: Partial<ChatRequest>) => (await sentFor(request)).body;

/** Nothing of this machine's own settings. */
function withoutAws(environment: Readonly<Record<string, string>> = {}): void {
  const nothing = "/nowhere/at/all";
  const stubs = {
    AWS_ACCESS_KEY_ID: undefined,
    AWS_BEARER_TOKEN_BEDROCK: undefined,
    AWS_CONFIG_FILE: nothing,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_PROFILE: undefined,
    AWS_REGION: undefined,
    AWS_SHARED_CREDENTIALS_FILE: nothing,
    ...environment,
  };
  for (const [name, value] of Object.entries(stubs)) vi.stubEnv(name, value);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
}

describe("bedrock()", () => {
  itObeysTheProviderLaws(casesOf(wire));
  itObeysTheWireLaws(wire);

  it.each(wireFixtures("bedrock"))("understands $name", async ({ payloads, expected }) => {
    const frames = payloads.map((event) =>
      awsEvent(asText(dig(event, "type")) ?? "", dig(event, "body")),
    );

    expect(plainAnswer(await decoded(...frames))).toEqual(expected);
  });

  it("ends normally if nothing follows the stop", async () => {
    const { end, usage } = await decoded(start, text("a"), stop(), messageStop("end_turn"));

    expect(end).toEqual({ kind: "stop", raw: "end_turn" });
    expect(usage).toMatchObject({ source: "estimated" });
  });

  it.each([
    ["end_turn", "stop"],
    ["stop_sequence", "stop"],
    ["tool_use", "tool-calls"],
    ["max_tokens", "length"],
    ["model_context_window_exceeded", "length"],
    ["guardrail_intervened", "content-filter"],
    ["content_filtered", "content-filter"],
    ["a_reason_to_come", "other"],
  ])("maps the stop reason %s to %s", async (raw, kind) => {
    expect((await decoded(start, messageStop(raw), metadata)).end).toEqual({ kind, raw });
  });

  it.each(["malformed_tool_use", "malformed_model_output"])(
    "fails with %s, after everything that was received",
    async (raw) => {
      const {
        text: shown,
        usage,
        end,
      } = await decoded(start, text("a"), messageStop(raw), metadata);

      expect(shown).toBe("a");
      expect(usage).toMatchObject({ outputTokens: { total: 4 } });
      expect(end).toMatchObject({
        kind: "failed",
        failure: { code: "provider-error", detail: expect.stringContaining(raw), type: raw },
      });
    },
  );

  it("separates several calls, and ignores those of server-side tools", async () => {
    const call = (index: number, type?: string) =>
      awsEvent("contentBlockStart", {
        contentBlockIndex: index,
        start: { toolUse: { toolUseId: `t${index}`, name: "f", type } },
      });
    const part = (input: string, index: number) => delta({ toolUse: { input } }, index);
    const { toolCalls } = await decoded(
      start,
      call(0),
      part('{"a":', 0),
      part("1}", 0),
      stop(0),
      call(1),
      stop(1),
      call(2, "server_tool_use"),
      part('{"c":3}', 2),
      stop(2),
      messageStop("tool_use"),
      metadata,
    );

    expect(toolCalls.map(({ id, input }) => [id, input])).toEqual([
      ["t0", { a: 1 }],
      ["t1", {}],
    ]);
  });

  it.each([
    "internalServerException",
    "modelStreamErrorException",
    "serviceUnavailableException",
    "throttlingException",
    "validationException",
  ])("reports a %s in the stream", async (type) => {
    const { text: shown, end } = await decoded(start, text("Hel"), exception(type, "no more"));

    expect(shown).toBe("Hel");
    expect(end).toMatchObject({ failure: { code: "provider-error", detail: "no more", type } });
  });

  it("reports an error that is not the service's, and one without a message", async () => {
    const unmodelled = awsMessage(
      { ":message-type": "error", ":error-code": "InternalError", ":error-message": "gone" },
      "",
    );
    const asEvent = awsEvent("internalServerException", { message: "no more" });
    const bare = awsException("throttlingException", {});

    expect((await decoded(start, asEvent)).end).toMatchObject({
      failure: { detail: "no more", type: "internalServerException" },
    });
    expect((await decoded(start, bare)).end).toMatchObject({
      failure: { detail: "throttlingException", type: "throttlingException" },
    });

    expect((await decoded(start, unmodelled)).end).toMatchObject({
      failure: { code: "provider-error", detail: "gone", type: "InternalError" },
    });
    expect(
      (await decoded(start, awsMessage({ ":message-type": "exception" }, "{}"))).end,
    ).toMatchObject({ failure: { code: "provider-error", type: undefined } });
  });

  it("reports an error in an unknown event", async () => {
    const { end } = await decoded(start, awsEvent("error", { code: 503, message: "no more" }));

    expect(end).toMatchObject({
      failure: { code: "provider-error", detail: "no more", status: 503 },
    });
  });

  it("ignores unknown events and blocks", async () => {
    const { text: shown, end } = await decoded(
      start,
      awsEvent("anEventToCome", {}),
      delta({ citation: { title: "t" } }),
      delta({ image: { source: { bytes: "AQID" } } }, 1),
      text(ANSWER),
      messageStop("end_turn"),
      metadata,
    );

    expect({ shown, kind: end?.kind }).toEqual({ shown: ANSWER, kind: "stop" });
  });

  it("reports AWS's error type and request id", async () => {
    const refuses: Answer = (_request, response) => {
      response.writeHead(429, {
        "content-type": "application/json",
        "x-amzn-errortype": "ThrottlingException:http://internal.amazon.com/coral/",
      });
      response.end('{"message":"Too many tokens"}');
    };
    const { url } = await byteServer(refuses, (_request, response) => {
      response.writeHead(200, { "content-type": AWS_EVENT_STREAM, "x-amzn-requestid": "r-7" });
      response.end(Buffer.concat([...wire.answer].map((part) => Buffer.from(part))));
    });
    const refused = await collect(startStream(wire.create(url), REQUEST, outside()));
    const [first] = await listOf(startStream(wire.create(url), REQUEST, outside()));

    expect(refused.end).toMatchObject({
      failure: { status: 429, type: "ThrottlingException", detail: "Too many tokens" },
    });
    expect(first).toMatchObject({ requestId: "r-7", model: "m" });
  });

  it("emits the same events for an answer that is not streamed", async () => {
    const answer = {
      output: {
        message: {
          role: "assistant",
          content: [
            { reasoningContent: { reasoningText: { text: "Hm.", signature: "c2ln" } } },
            { reasoningContent: { redactedContent: "AQID" } },
            { text: ANSWER },
            { toolUse: { toolUseId: "t", name: "f", input: { a: [1.5] } } },
          ],
        },
      },
      stopReason: "tool_use",
      usage: { inputTokens: 3, outputTokens: 9, totalTokens: 12 },
    };
    const server = await byteServer(
      sendsAs("application/json", JSON.stringify(answer).replace("1.5", "1.50")),
    );
    const request = { ...REQUEST, stream: false };

    expect(await collect(startStream(wire.create(server.url), request, outside()))).toMatchObject({
      text: ANSWER,
      reasoning: "Hm.",
      toolCalls: [{ id: "t", name: "f", text: '{"a":[1.50]}', input: { a: [1.5] } }],
      usage: { inputTokens: { total: 3 }, outputTokens: { total: 9 }, source: "provider" },
      end: { kind: "tool-calls", raw: "tool_use" },
    });
    expect(server.latest.path).toBe("/v1/model/m/converse");
  });

  it("repeats no credentials of a request", async () => {
    const { end } = await answerOf((request, response) => {
      const { authorization, "x-amz-security-token": token } = request.headers;
      response.writeHead(403, { "content-type": "application/json" });
      response.end(JSON.stringify({ message: [authorization, token, KEY].join(" and ") }));
    });

    expect(end).toMatchObject({ failure: { detail: "[key] and [key] and [key]" } });
  });

  it("uses the key of a profile or of the environment", async () => {
    withoutAws({
      AWS_ACCESS_KEY_ID: "AKIAENVIRONMENT",
      AWS_SECRET_ACCESS_KEY: "secret",
      AWS_REGION: "us-west-2",
    });
    const { headers } = await sentFor({}, {});

    expect(headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIAENVIRONMENT\/\d{8}\/us-west-2\/bedrock\/aws4_request,/,
    );
  });

  it("sends no signature with a Bedrock API key", async () => {
    const { headers } = await sentFor({}, { region: "eu-central-1", apiKey: KEY });

    expect(headers.authorization).toBe(`Bearer ${KEY}`);
  });

  it.each([
    [{ region: "eu-central-1" }, "Could not load credentials from any providers"],
    [{}, "Region is missing"],
  ])("reports why it cannot sign with %j", async (settings, why) => {
    withoutAws();
    const { url } = await byteServer();
    const { end } = await collect(
      startStream(bedrock({ ...settings, baseUrl: url }), REQUEST, outside()),
    );

    expect(end).toMatchObject({
      failure: { code: "unexpected", detail: `Cannot send the request: ${why}` },
    });
  });

  it("sends the same request through the attempt's fetch, and reports the stages", async () => {
    const stages: string[] = [];
    const sent: { url: unknown; body: unknown }[] = [];
    const reads = await listOf(
      bedrock(SETTINGS).stream(REQUEST, {
        number: 1,
        clock: systemClock(),
        signal: new AbortController().signal,
        onStage: (stage) => stages.push(stage),
        async fetch(url, init) {
          sent.push({ url, body: init?.body });
          const body = Buffer.concat([...wire.answer].map((part) => Buffer.from(part)));
          return new Response(body, { headers: { "content-type": AWS_EVENT_STREAM } });
        },
      }),
    );

    expect(stages).toEqual(["sent", "headers"]);
    expect(reads.flatMap(({ events }) => events).at(-1)).toMatchObject({ type: "stream-end" });
    expect(sent).toEqual([
      {
        url: new URL("https://bedrock-runtime.eu-central-1.amazonaws.com/model/m/converse-stream"),
        body: new TextEncoder().encode('{"messages":[{"role":"user","content":[{"text":"Hi"}]}]}'),
      },
    ]);
  });

  it.each([
    [{ region: "" }, "region must not be empty"],
    [{ apiKey: "" }, "apiKey must not be empty"],
    [{ credentials: { accessKeyId: "a", secretAccessKey: "" } }, "secretAccessKey must not be"],
    [{ ...SETTINGS, apiKey: "k" }, "both are set"],
    [{ baseUrl: "localhost:8000" }, 'current value is "localhost:8000"'],
  ])("refuses %j", (settings, message) => {
    expect(() => bedrock(settings)).toThrow(message);
  });

  it("reports how an answer can be resumed", () => {
    expect(bedrock().capabilities.resume).toBe("continuation");
    expect(bedrock({ prefill: true }).capabilities.resume).toBe("prefill");
  });
});

describe("bedrock()'s request", () => {
  it("has the model in the path, and no fields that the request does not have", async () => {
    const model = "arn:aws:bedrock:eu-central-1:1:inference-profile/eu.amazon.nova-pro-v1:0";
    const { path, body } = await sentFor({ model });

    expect(path).toBe(`/v1/model/${encodeURIComponent(model)}/converse-stream`);
    expect(body).toEqual({ messages: [{ role: "user", content: [{ text: "Hi" }] }] });
  });

  it.each(["", "/"])("accepts a base URL that ends with %j", async (end) => {
    const server = await byteServer(sendsAs(AWS_EVENT_STREAM, ...wire.answer));
    const provider = bedrock({ ...SETTINGS, baseUrl: `${server.url}${end}` });
    await collect(startStream(provider, REQUEST, outside()));

    expect(server.latest.path).toBe("/v1/model/m/converse-stream");
  });

  it("translates a conversation with images, calls and results into turns", async () => {
    const calls = [
      { id: "t1", name: "f", text: '{"a":1}' },
      { id: "t2", name: "g", text: "[1]" },
    ] as const;
    const bytes = new Uint8Array([1, 2, 3]);

    expect(
      await bodyFor({
        temperature: 0,
        maxOutputTokens: 9,
        stop: ["x"],
        messages: [
          { role: "system", content: "Be brief." },
          {
            role: "user",
            content: [
              { type: "text", text: "Look" },
              { type: "image", mediaType: "image/jpeg", bytes },
            ],
          },
          { role: "assistant", content: "So", toolCalls: calls },
          { role: "tool", call: calls[0], content: "one" },
          { role: "tool", call: calls[1], content: "two" },
          { role: "assistant", content: "One and " },
        ],
      }),
    ).toEqual({
      system: [{ text: "Be brief." }],
      inferenceConfig: { temperature: 0, maxTokens: 9, stopSequences: ["x"] },
      messages: [
        {
          role: "user",
          content: [{ text: "Look" }, { image: { format: "jpeg", source: { bytes: "AQID" } } }],
        },
        {
          role: "assistant",
          content: [
            { text: "So" },
            { toolUse: { toolUseId: "t1", name: "f", input: { a: 1 } } },
            { toolUse: { toolUseId: "t2", name: "g", input: { INVALID_JSON: "[1]" } } },
          ],
        },
        {
          role: "user",
          content: [
            { toolResult: { toolUseId: "t1", content: [{ text: "one" }] } },
            { toolResult: { toolUseId: "t2", content: [{ text: "two" }] } },
          ],
        },
        { role: "assistant", content: [{ text: "One and" }] },
      ],
    });
  });

  it.each([
    ["auto", { auto: {} }],
    ["required", { any: {} }],
    [{ name: "f" }, { tool: { name: "f" } }],
  ] as const)("offers tools with the choice %j", async (toolChoice, expected) => {
    const parameters = { properties: { a: { type: "number" } }, required: ["a"] };

    expect(
      await bodyFor({ tools: [{ name: "f", description: "F", parameters }], toolChoice }),
    ).toMatchObject({
      toolConfig: {
        tools: [
          {
            toolSpec: {
              name: "f",
              description: "F",
              inputSchema: { json: { ...parameters, type: "object" } },
            },
          },
        ],
        toolChoice: expected,
      },
    });
  });

  it("sends no tools if none may be called, unless the conversation has some", async () => {
    const tools = [{ name: "f", parameters: {} }];
    const call = { id: "t", name: "f", text: "{}" };
    const messages = [
      { role: "user", content: "Hi" },
      { role: "assistant", content: "", toolCalls: [call] },
      { role: "tool", call, content: "1" },
    ] as const;

    expect(await bodyFor({ tools, toolChoice: "none" })).not.toHaveProperty("toolConfig");
    expect(await bodyFor({ tools, toolChoice: "none", messages })).toMatchObject({
      toolConfig: { tools: [{ toolSpec: { name: "f" } }] },
    });
  });

  const adaptive = { thinking: { type: "adaptive", display: "summarized" } };
  it.each([
    [
      "anthropic.claude-sonnet-4-5-20250929-v1:0",
      { thinking: { type: "enabled", budget_tokens: 2_000 } },
    ],
    ["eu.anthropic.claude-opus-5-v1:0", { ...adaptive, output_config: { effort: "low" } }],
    [
      "us.amazon.nova-2-lite-v1:0",
      { reasoningConfig: { type: "enabled", maxReasoningEffort: "low" } },
    ],
    ["openai.gpt-oss-120b-1:0", { reasoning_effort: "low" }],
    ["us.openai.gpt-5.2", { reasoning: { effort: "low" } }],
    ["deepseek.r1-v1:0", undefined],
  ])("sends %s the reasoning effort", async (model, fields) => {
    const body = await bodyFor({ model, reasoning: "low" });

    expect(dig(body, "additionalModelRequestFields")).toEqual(fields);
  });

  it("adds tokens for reasoning to those of the answer", async () => {
    const model = "anthropic.claude-sonnet-4-5-20250929-v1:0";

    expect(await bodyFor({ model, reasoning: "low", maxOutputTokens: 50 })).toMatchObject({
      inferenceConfig: { maxTokens: 2_050 },
    });
  });
});
