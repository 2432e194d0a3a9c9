import Anthropic from "@anthropic-ai/sdk";
import { describe, expect, it } from "vitest";

import { listOf } from "../../support/events.ts";
import { simulator } from "../../support/simulator.ts";

const FAST = "fixed:ttftMs=1,itlMs=0";

const WEATHER: Anthropic.Tool = {
  name: "get_weather",
  input_schema: { type: "object", properties: { location: { type: "string" } } },
};

const requestFor = (content: string, model = FAST) => ({
  model,
  max_tokens: 100,
  messages: [{ role: "user" as const, content }],
});

async function connected() {
  const simulated = await simulator();
  const baseURL = new URL(simulated.url).origin;
  return {
    ...simulated,
    client: new Anthropic({ apiKey: "any", baseURL, maxRetries: 0, logLevel: "off" }),
  };
}

describe("the simulator, read by Anthropic's SDK", () => {
  it("streams text and usage", async () => {
    const { client } = await connected();
    const events = await listOf(
      await client.messages.create({ ...requestFor("echo: 漢字 and 👩‍👩‍👧."), stream: true }),
    );
    const deltas = events.flatMap((event) =>
      event.type === "content_block_delta" && event.delta.type === "text_delta"
        ? [event.delta.text]
        : [],
    );

    expect(deltas.join("")).toBe("漢字 and 👩‍👩‍👧.");
    expect(events[0]).toMatchObject({ message: { usage: { input_tokens: 13 } } });
    expect(events.at(-2)).toMatchObject({
      delta: { stop_reason: "end_turn" },
      usage: { output_tokens: deltas.length },
    });
    expect(events.at(-1)).toEqual({ type: "message_stop" });
  });

  it("streams thinking with its signature, and calls, as the helper assembles them", async () => {
    const { client } = await connected();
    const message = await client.messages
      .stream({
        ...requestFor('think: Let me see.\ncall: get_weather {"location":"Paris"}\ncall: get_time'),
        tools: [WEATHER],
      })
      .finalMessage();

    expect(message).toMatchObject({
      content: [
        { type: "thinking", thinking: "Let me see.", signature: expect.stringMatching(/\w{20}/u) },
        { type: "tool_use", name: "get_weather", input: { location: "Paris" } },
        { type: "tool_use", name: "get_time", input: {} },
      ],
      stop_reason: "tool_use",
    });
  });

  it("keeps thinking within the budget", async () => {
    const { client } = await connected();
    const { content, usage } = await client.messages.create({
      ...requestFor("echo: Yes"),
      max_tokens: 2_000,
      thinking: { type: "enabled", budget_tokens: 1_024 },
    });

    expect(content.map(({ type }) => type)).toEqual(["thinking", "text"]);
    expect(usage.output_tokens_details).toEqual({ thinking_tokens: 24 });
  });

  it("answers without streaming", async () => {
    const { client } = await connected();
    const request = { ...requestFor("echo: a b c d"), max_tokens: 3 };

    expect(await client.messages.create(request)).toMatchObject({
      id: expect.stringMatching(/^msg_/u),
      content: [{ type: "text", text: "a b c" }],
      stop_reason: "max_tokens",
      usage: { output_tokens: 3 },
    });
  });

  it("refuses like a model", async () => {
    const { client } = await connected();
    const message = await client.messages.stream(requestFor("refuse: I cannot.")).finalMessage();

    expect(message).toMatchObject({
      content: [{ text: "I cannot." }],
      stop_reason: "refusal",
      stop_details: { type: "refusal" },
    });
  });

  it("answers with the result of the SDK's tool runner", async () => {
    const { client } = await connected();
    const message = await client.beta.messages.toolRunner({
      ...requestFor("How is the weather in Paris?"),
      tools: [{ ...WEATHER, run: () => "14 degrees", parse: (input: unknown) => input }],
    });

    expect(message.content).toMatchObject([{ text: "The tool says: 14 degrees" }]);
  });

  it.each([
    [400, Anthropic.BadRequestError, "invalid_request_error"],
    [401, Anthropic.AuthenticationError, "authentication_error"],
    [429, Anthropic.RateLimitError, "rate_limit_error"],
    [500, Anthropic.InternalServerError, "api_error"],
    [529, Anthropic.OverloadedError, "overloaded_error"],
  ])("returns %d so that the SDK throws its own error", async (status, kind, type) => {
    const { client } = await connected();
    const request = client.messages.create(requestFor("Hi", `${FAST}+status@code=${status}`));

    const error = await request.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(kind);
    expect(error).toMatchObject({ status, type, requestID: expect.stringMatching(/^sim-/u) });
  });

  it("reports in the middle of a stream that it is overloaded", async () => {
    const { client } = await connected();
    const stream = await client.messages.create({
      ...requestFor("echo: a b c", `${FAST}+error@after=2`),
      stream: true,
    });

    await expect(listOf(stream)).rejects.toMatchObject({ type: "overloaded_error" });
  });

  it("lists its models", async () => {
    const { client } = await connected();
    const models = await listOf(await client.models.list({ limit: 2 }));

    expect(models.map(({ id }) => id).slice(0, 2)).toEqual(["fixed", "hosted-fast"]);
    expect(new Set(models.map(({ id }) => id)).size).toBe(models.length);
  });

  it("lists its models backwards", async () => {
    const { client } = await connected();
    const { data } = await client.models.list({ limit: 5 });
    const before = await client.models.list({ limit: 2, before_id: data[4]?.id ?? "" });
    const ids: string[] = [];
    for (let page = before; ; page = await page.getNextPage()) {
      ids.unshift(...page.data.map(({ id }) => id));
      if (!page.hasNextPage() || ids.length > 4) break;
    }

    expect(ids).toEqual(data.slice(0, 4).map(({ id }) => id));
  });

  it("returns one of its models", async () => {
    const { client } = await connected();

    expect(await client.models.retrieve("hosted-fast")).toMatchObject({
      type: "model",
      id: "hosted-fast",
      display_name: "hosted-fast",
    });
    await expect(client.models.retrieve("no-model")).rejects.toMatchObject({
      status: 404,
      error: { type: "error", error: { type: "not_found_error" } },
    });
  });

  it("stops when the client aborts", async () => {
    const { client, truth } = await connected();
    const stream = await client.messages.create({
      ...requestFor("a long story", "fixed:ttftMs=1,itlMs=20"),
      stream: true,
    });
    for await (const { type } of stream) if (type === "content_block_delta") break;
    let [record] = await truth();
    while (record?.state === "streaming") [record] = await truth();

    expect(record?.state).toBe("client-left");
  });
});
