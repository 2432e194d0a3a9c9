import {
  BedrockClient,
  ListFoundationModelsCommand,
  paginateListInferenceProfiles,
  ValidationException as ControlValidationException,
} from "@aws-sdk/client-bedrock";
import {
  BedrockRuntimeClient,
  ConverseCommand,
  type ConverseCommandInput,
  ConverseStreamCommand,
  InternalServerException,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
  ServiceUnavailableException,
  ThrottlingException,
  ValidationException,
} from "@aws-sdk/client-bedrock-runtime";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { describe, expect, it, onTestFinished } from "vitest";

import { listOf } from "../../support/events.ts";
import { simulator } from "../../support/simulator.ts";

const FAST = "fixed:ttftMs=1,itlMs=0";

const TOOLS = {
  tools: [
    {
      toolSpec: {
        name: "get_weather",
        inputSchema: {
          json: { type: "object", properties: { location: { type: "string" } } },
        },
      },
    },
  ],
};

const requestFor = (text: string, modelId = FAST): ConverseCommandInput => ({
  modelId,
  messages: [{ role: "user", content: [{ text }] }],
});

const invoking = (content: string, modelId = FAST) => ({
  modelId,
  body: JSON.stringify({
    anthropic_version: "bedrock-2023-05-31",
    max_tokens: 100,
    messages: [{ role: "user", content }],
  }),
});

async function connected() {
  const simulated = await simulator();
  const settings = {
    endpoint: new URL(simulated.url).origin,
    region: "eu-central-1",
    credentials: { accessKeyId: "any", secretAccessKey: "any" },
    maxAttempts: 1,
    // The SDK's default uses HTTP/2, which the simulator does not support.
    requestHandler: new NodeHttpHandler(),
  };
  const client = new BedrockRuntimeClient(settings);
  const control = new BedrockClient(settings);
  onTestFinished(() => client.destroy());
  onTestFinished(() => control.destroy());
  return { ...simulated, client, control };
}

/** Collects a stream; throws if it is missing. */
async function allOf<Event>(stream: AsyncIterable<Event> | undefined): Promise<Event[]> {
  if (stream === undefined) throw new Error("There is no stream");
  return listOf(stream);
}

async function conversation(client: BedrockRuntimeClient, input: ConverseCommandInput) {
  const { stream } = await client.send(new ConverseStreamCommand(input));
  return allOf(stream);
}

describe("the simulator, read by AWS's SDK", () => {
  it("streams a conversation", async () => {
    const { client } = await connected();
    const events = await conversation(client, requestFor("echo: 漢字 and 👩‍👩‍👧."));
    const deltas = events.flatMap(({ contentBlockDelta }) => contentBlockDelta?.delta?.text ?? []);

    expect(deltas.join("")).toBe("漢字 and 👩‍👩‍👧.");
    expect(events[0]).toMatchObject({ messageStart: { role: "assistant" } });
    expect(events.at(-2)).toMatchObject({ messageStop: { stopReason: "end_turn" } });
    expect(events.at(-1)).toMatchObject({
      metadata: { usage: { inputTokens: 13, outputTokens: deltas.length } },
    });
  });

  it("streams reasoning with its signature, and calls", async () => {
    const { client } = await connected();
    const events = await conversation(client, {
      ...requestFor('think: Let me see.\ncall: get_weather {"location":"Paris"}'),
      toolConfig: TOOLS,
    });
    const deltas = events.flatMap(({ contentBlockDelta }) => contentBlockDelta?.delta ?? []);

    expect(deltas.map(({ reasoningContent }) => reasoningContent?.text ?? "").join("")).toBe(
      "Let me see.",
    );
    expect(deltas.flatMap(({ reasoningContent }) => reasoningContent?.signature ?? [])).toEqual([
      expect.stringMatching(/\w{20}/u),
    ]);
    expect(events.flatMap(({ contentBlockStart }) => contentBlockStart?.start ?? [])).toMatchObject(
      [{ toolUse: { name: "get_weather" } }],
    );
    expect(deltas.map(({ toolUse }) => toolUse?.input ?? "").join("")).toBe('{"location":"Paris"}');
    expect(events).toContainEqual({ messageStop: { stopReason: "tool_use" } });
  });

  it("answers a conversation without streaming, with a tool's result", async () => {
    const { client } = await connected();
    const { messages = [], ...request } = requestFor("How is the weather in Paris?");
    const called = await client.send(
      new ConverseCommand({
        ...request,
        messages,
        toolConfig: { ...TOOLS, toolChoice: { any: {} } },
      }),
    );
    const message = called.output?.message;
    const [block] = message?.content ?? [];

    expect(block).toMatchObject({
      toolUse: { name: "get_weather", input: { location: "Paris" } },
    });
    const toolUseId = block?.toolUse?.toolUseId;
    const answered = await client.send(
      new ConverseCommand({
        ...request,
        toolConfig: TOOLS,
        messages: [
          ...messages,
          ...(message === undefined ? [] : [message]),
          { role: "user", content: [{ toolResult: { toolUseId, content: [{ text: "14" }] } }] },
        ],
      }),
    );
    expect(answered).toMatchObject({
      output: { message: { content: [{ text: "The tool says: 14" }] } },
      stopReason: "end_turn",
      $metadata: { requestId: expect.stringMatching(/^sim-/u) },
    });
  });

  it("refuses like a content filter", async () => {
    const { client } = await connected();
    const answer = await client.send(new ConverseCommand(requestFor("refuse: I cannot.")));

    expect(answer).toMatchObject({
      output: { message: { content: [{ text: "I cannot." }] } },
      stopReason: "content_filtered",
    });
  });

  it("streams Anthropic's events", async () => {
    const { client } = await connected();
    const { body } = await client.send(
      new InvokeModelWithResponseStreamCommand(invoking("think: Hm\necho: 漢字")),
    );
    const events = (await allOf(body)).map(({ chunk }) =>
      JSON.parse(new TextDecoder().decode(chunk?.bytes)),
    );

    expect(events.map(({ delta }) => delta?.thinking ?? delta?.text ?? "").join("")).toBe("Hm漢字");
    expect(events.at(-1)).toMatchObject({
      type: "message_stop",
      "amazon-bedrock-invocationMetrics": { outputTokenCount: 3 },
    });
  });

  it("answers in Anthropic's format without streaming", async () => {
    const { client } = await connected();
    const { body } = await client.send(new InvokeModelCommand(invoking("refuse: No.")));

    expect(JSON.parse(new TextDecoder().decode(body))).toMatchObject({
      content: [{ type: "text", text: "No." }],
      stop_reason: "refusal",
    });
  });

  it.each([
    [400, ValidationException],
    [429, ThrottlingException],
    [500, InternalServerException],
    [503, ServiceUnavailableException],
  ])("returns %d so that the SDK throws its own error", async (status, kind) => {
    const { client } = await connected();
    const request = requestFor("Hi", `${FAST}+status@code=${status}`);

    const error = await conversation(client, request).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(kind);
    expect(error).toMatchObject({
      message: "Refused on request",
      $metadata: { httpStatusCode: status },
    });
  });

  it("reports in the middle of a stream that it is overloaded", async () => {
    const { client } = await connected();
    const model = `${FAST}+error@after=2`;

    await expect(conversation(client, requestFor("echo: a b c", model))).rejects.toThrow(
      ServiceUnavailableException,
    );
    const { body } = await client.send(
      new InvokeModelWithResponseStreamCommand(invoking("echo: a b c", model)),
    );
    await expect(allOf(body)).rejects.toThrow(ServiceUnavailableException);
  });

  it.each([
    ["bad-crc", "The message checksum"],
    // The SDK trusts the length, and waits for that many bytes.
    ["bad-length", "Truncated event message received"],
  ])("sends frames with %s", async (fault, message) => {
    const { client } = await connected();
    const request = requestFor("echo: a b c", `${FAST}+${fault}@after=1`);

    await expect(conversation(client, request)).rejects.toThrow(message);
  });

  it("lists models that can be called", async () => {
    const { client, control } = await connected();
    const { modelSummaries = [] } = await control.send(
      new ListFoundationModelsCommand({ byOutputModality: "TEXT", byInferenceType: "ON_DEMAND" }),
    );

    expect(modelSummaries).toContainEqual(
      expect.objectContaining({
        modelId: "hosted-fast",
        outputModalities: ["TEXT"],
        responseStreamingSupported: true,
        inferenceTypesSupported: ["ON_DEMAND"],
        modelLifecycle: { status: "ACTIVE" },
      }),
    );
    const modelArn = modelSummaries.find(({ modelId }) => modelId === "fixed")?.modelArn;
    const answered = await client.send(new ConverseCommand(requestFor("echo: a", modelArn)));
    expect(answered.output?.message?.content).toEqual([{ text: "a" }]);
  });

  it("lists inference profiles page by page, and accepts their names", async () => {
    const { client, control } = await connected();
    const pages = await listOf(paginateListInferenceProfiles({ client: control, pageSize: 4 }, {}));
    const profiles = pages.flatMap(
      ({ inferenceProfileSummaries = [] }) => inferenceProfileSummaries,
    );

    expect(pages.length).toBe(Math.ceil(profiles.length / 4));
    expect(new Set(profiles.map(({ inferenceProfileId }) => inferenceProfileId)).size).toBe(
      profiles.length,
    );
    expect(profiles[0]).toMatchObject({
      inferenceProfileId: "us.fixed",
      createdAt: new Date(0),
      status: "ACTIVE",
      type: "SYSTEM_DEFINED",
    });
    for (const name of [profiles[0]?.inferenceProfileId, profiles[0]?.inferenceProfileArn]) {
      const answered = await client.send(new ConverseCommand(requestFor("echo: a", name)));
      expect(answered.output?.message?.content).toEqual([{ text: "a" }]);
    }
  });

  it("rejects an invalid page token so that the SDK throws its own error", async () => {
    const { control } = await connected();
    const listing = listOf(
      paginateListInferenceProfiles({ client: control, startingToken: "p" }, {}),
    );

    await expect(listing).rejects.toThrow(ControlValidationException);
    await expect(listing).rejects.toMatchObject({
      message: expect.stringContaining('"nextToken" must be a number'),
      $metadata: { httpStatusCode: 400 },
    });
  });

  it("stops when the client aborts", async () => {
    const { client, truth } = await connected();
    const aborting = new AbortController();
    const { stream } = await client.send(
      new ConverseStreamCommand(requestFor("a long story", "fixed:ttftMs=1,itlMs=20")),
      { abortSignal: aborting.signal },
    );
    const reading = allOf(stream);
    aborting.abort();

    await expect(reading).rejects.toThrow("aborted");
    let [record] = await truth();
    while (record?.state === "streaming") [record] = await truth();
    expect(record?.state).toBe("client-left");
  });
});
