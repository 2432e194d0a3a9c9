import OpenAI, { AzureOpenAI } from "openai";
import { describe, expect, it } from "vitest";

import { asText, dig } from "../../../src/wire/index.ts";
import { listOf } from "../../support/events.ts";
import { simulator } from "../../support/simulator.ts";

const FAST = "fixed:ttftMs=1,itlMs=0";

const WEATHER = {
  name: "get_weather",
  parameters: { type: "object", properties: { location: { type: "string" } } },
};

const requestFor = (content: string, model = FAST) => ({
  model,
  messages: [{ role: "user" as const, content }],
});

async function connected() {
  const simulated = await simulator();
  const options = { apiKey: "any", maxRetries: 0, logLevel: "off" } as const;
  return { ...simulated, client: new OpenAI({ ...options, baseURL: simulated.url }), options };
}

describe("the simulator, read by OpenAI's SDK: chat", () => {
  it("streams text and usage", async () => {
    const { client } = await connected();
    const chunks = await listOf(
      await client.chat.completions.create({
        ...requestFor("echo: 漢字 and 👩‍👩‍👧."),
        stream: true,
        stream_options: { include_usage: true },
      }),
    );
    const text = chunks.map(({ choices }) => choices[0]?.delta.content ?? "").join("");

    expect(text).toBe("漢字 and 👩‍👩‍👧.");
    expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe("stop");
    expect(chunks.at(-1)).toMatchObject({
      choices: [],
      usage: { prompt_tokens: 13, completion_tokens: chunks.length - 3 },
    });
  });

  it("streams reasoning in the field of compatible servers", async () => {
    const { client } = await connected();
    const stream = await client.chat.completions.create({
      ...requestFor("think: Let me see.\necho: It is."),
      stream: true,
    });
    const thoughts: string[] = [];
    for await (const { choices } of stream) {
      thoughts.push(asText(dig(choices[0]?.delta, "reasoning_content")) ?? "");
    }

    expect(thoughts.join("")).toBe("Let me see.");
  });

  it("is assembled by the helper, event by event", async () => {
    const { client } = await connected();
    const seen: string[] = [];
    const stream = client.chat.completions
      .stream({ ...requestFor("echo: a b c"), stream_options: { include_usage: true } })
      .on("content.delta", ({ snapshot }) => seen.push(snapshot))
      .on("content.done", ({ content }) => seen.push(`done ${content}`));

    expect(await stream.finalContent()).toBe("a b c");
    expect(seen).toEqual(["a", "a b", "a b c", "done a b c"]);
    expect(await stream.totalUsage()).toMatchObject({ completion_tokens: 3 });
  });

  it("calls tools in parallel, as the helper assembles them", async () => {
    const { client } = await connected();
    const finished: string[] = [];
    const completion = await client.chat.completions
      .stream({
        ...requestFor('call: get_weather {"location":"Paris"}\ncall: get_time'),
        tools: [{ type: "function", function: WEATHER }],
      })
      .on("tool_calls.function.arguments.done", ({ name }) => finished.push(name))
      .finalChatCompletion();

    expect(finished).toEqual(["get_weather", "get_time"]);
    expect(completion.choices).toMatchObject([
      {
        finish_reason: "tool_calls",
        message: {
          content: null,
          tool_calls: [
            { function: { name: "get_weather", arguments: '{"location":"Paris"}' } },
            { function: { name: "get_time", arguments: "" } },
          ],
        },
      },
    ]);
  });

  it("lets the helper run tools until there is an answer", async () => {
    const { client } = await connected();
    const places: unknown[] = [];
    const runner = client.chat.completions.runTools({
      ...requestFor("How is the weather in Paris?"),
      stream: true,
      tools: [
        {
          type: "function",
          function: {
            ...WEATHER,
            description: "The weather at a place",
            parse: JSON.parse,
            function(given: unknown) {
              places.push(given);
              return "14 degrees";
            },
          },
        },
      ],
    });

    expect(await runner.finalContent()).toBe("The tool says: 14 degrees");
    expect(places).toEqual([{ location: "Paris" }]);
  });

  it("sends refusals in a separate field", async () => {
    const { client } = await connected();
    const seen: string[] = [];
    const completion = await client.chat.completions
      .stream(requestFor("refuse: I cannot help."))
      .on("refusal.done", ({ refusal }) => seen.push(refusal))
      .finalChatCompletion();

    expect(seen).toEqual(["I cannot help."]);
    expect(completion.choices[0]?.message).toMatchObject({
      refusal: "I cannot help.",
      content: null,
    });
  });

  it("sends n answers without streaming", async () => {
    const { client } = await connected();
    const completion = await client.chat.completions.create({
      ...requestFor("echo: a b c d"),
      n: 2,
      max_completion_tokens: 3,
    });

    expect(completion).toMatchObject({
      choices: [
        { index: 0, finish_reason: "length", message: { content: "a b c" } },
        { index: 1, finish_reason: "length", message: { content: "a b c" } },
      ],
      usage: { completion_tokens: 6, total_tokens: 12 },
    });
  });

  it("streams several interleaved answers", async () => {
    const { client } = await connected();
    const { choices } = await client.chat.completions
      .stream({ ...requestFor("echo: a b"), n: 2 })
      .finalChatCompletion();

    expect(choices.map(({ message }) => message.content)).toEqual(["a b", "a b"]);
  });

  it("stops when the client aborts", async () => {
    const { client, truth } = await connected();
    const stream = await client.chat.completions.create({
      ...requestFor("A long story, please", "fixed:ttftMs=1,itlMs=20"),
      stream: true,
    });
    for await (const _ of stream) stream.controller.abort();
    let [record] = await truth();
    while (record?.state === "streaming") [record] = await truth();

    expect(record?.state).toBe("client-left");
  });

  it("answers Azure's client", async () => {
    const { url, options } = await connected();
    const endpoint = new URL(url).origin;
    const azure = new AzureOpenAI({ ...options, endpoint, apiVersion: "2024-10-21" });
    const chunks = await listOf(
      await azure.chat.completions.create({ ...requestFor("echo: a b"), stream: true }),
    );

    expect(chunks[0]).toMatchObject({ choices: [], prompt_filter_results: [{}] });
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? "").join("")).toBe("a b");
  });
});

describe("the simulator, read by OpenAI's SDK: errors", () => {
  it.each([
    [
      `${FAST}+status@code=401`,
      OpenAI.AuthenticationError,
      { status: 401, code: "invalid_api_key" },
    ],
    [`${FAST}+status@code=500`, OpenAI.InternalServerError, { status: 500, type: "server_error" }],
    [
      `${FAST}+context-length`,
      OpenAI.BadRequestError,
      { status: 400, code: "context_length_exceeded" },
    ],
    ["gpt-9", OpenAI.NotFoundError, { status: 404, code: "model_not_found" }],
  ])("throws for %s", async (model, kind, expected) => {
    const { client } = await connected();
    const request = client.chat.completions.create(requestFor("echo: a", model));

    await expect(request).rejects.toBeInstanceOf(kind);
    await expect(request).rejects.toMatchObject(expected);
  });

  it("sends the delay for a rate limit", async () => {
    const { client } = await connected();
    const error: unknown = await client.chat.completions
      .create(requestFor("echo: a", `${FAST}+status@code=429,retryAfterMs=1500`))
      .catch((reason: unknown) => reason);

    expect(error).toBeInstanceOf(OpenAI.RateLimitError);
    expect(error).toMatchObject({ code: "rate_limit_exceeded", requestID: expect.any(String) });
    const { headers } = error instanceof OpenAI.RateLimitError ? error : {};
    expect([headers?.get("retry-after"), headers?.get("retry-after-ms")]).toEqual(["2", "1500"]);
  });

  it("is retried by the SDK", async () => {
    const { client, truth } = await connected();
    const model = `${FAST}+status@code=503,retryAfterMs=1,times=2`;
    const completion = await client.chat.completions.create(requestFor("echo: a", model), {
      maxRetries: 2,
    });

    expect(completion.choices[0]?.message.content).toBe("a");
    expect((await truth()).map(({ state }) => state)).toEqual(["refused", "refused", "complete"]);
  });

  it("refuses connections", async () => {
    const { client } = await connected();
    const request = client.chat.completions.create(requestFor("a", `${FAST}+refuse-connection`));

    await expect(request).rejects.toBeInstanceOf(OpenAI.APIConnectionError);
  });

  it("reports an error in the middle of a stream", async () => {
    const { client } = await connected();
    const stream = client.chat.completions.stream(
      requestFor("echo: a b c", `${FAST}+error@after=2`),
    );
    const contents: string[] = [];
    stream.on("content", (delta) => contents.push(delta));
    const error: unknown = await stream.done().catch((reason: unknown) => reason);

    expect(error).toBeInstanceOf(OpenAI.APIError);
    expect(error).toMatchObject({ status: undefined, type: "server_error" });
    expect(contents).toEqual(["a", " b"]);
  });
});

describe("the simulator, read by OpenAI's SDK: other endpoints", () => {
  it("completes texts with and without streaming", async () => {
    const { client } = await connected();
    const request = { model: FAST, prompt: "echo: a b c d", max_tokens: 3 };
    const chunks = await listOf(
      await client.completions.create({
        ...request,
        stream: true,
        stream_options: { include_usage: true },
      }),
    );
    const { choices, usage } = await client.completions.create({ ...request, echo: true });

    expect(chunks.map((chunk) => chunk.choices[0]?.text ?? "").join("")).toBe("a b c");
    expect(chunks.at(-1)).toMatchObject({ usage: { completion_tokens: 3 } });
    expect(choices).toMatchObject([{ text: "echo: a b c da b c", finish_reason: "length" }]);
    expect(usage?.completion_tokens).toBe(3);
  });

  it("embeds as bytes, the SDK's default, and as numbers", async () => {
    const { client } = await connected();
    const request = { model: "text-embedding-3-small", input: ["a", "b"], dimensions: 256 };
    const { data, usage } = await client.embeddings.create(request);
    const numbers = await client.embeddings.create({ ...request, encoding_format: "float" });

    expect(data.map(({ embedding }) => embedding)).toEqual(
      numbers.data.map(({ embedding }) => embedding),
    );
    expect(Math.hypot(...(data[0]?.embedding ?? []))).toBeCloseTo(1, 6);
    expect(usage).toEqual({ prompt_tokens: 2, total_tokens: 2 });
  });

  it("lists models and returns each", async () => {
    const { client } = await connected();
    const models = await listOf(await client.models.list());

    expect(models.map(({ id }) => id)).toContain("hosted-fast");
    expect(await client.models.retrieve("hosted-fast")).toMatchObject({ object: "model" });
    await expect(client.models.retrieve("gpt-9")).rejects.toBeInstanceOf(OpenAI.NotFoundError);
  });
});
