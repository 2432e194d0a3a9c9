import OpenAI from "openai";
import { describe, expect, it } from "vitest";

import { listOf } from "../../support/events.ts";
import { simulator } from "../../support/simulator.ts";

const FAST = "fixed:ttftMs=1,itlMs=0";

const WEATHER = {
  type: "function" as const,
  name: "get_weather",
  parameters: { type: "object", properties: { location: { type: "string" } } },
  strict: false,
};

const requestFor = (input: string, model = FAST) => ({ model, input });

async function connected() {
  const simulated = await simulator();
  const options = { apiKey: "any", maxRetries: 0, logLevel: "off" } as const;
  return { ...simulated, client: new OpenAI({ ...options, baseURL: simulated.url }) };
}

describe("the simulator, read by OpenAI's SDK: responses", () => {
  it("streams numbered events", async () => {
    const { client } = await connected();
    const events = await listOf(
      await client.responses.create({ ...requestFor("echo: 漢字 and 👩‍👩‍👧."), stream: true }),
    );
    const deltas = events.flatMap((event) =>
      event.type === "response.output_text.delta" ? [event.delta] : [],
    );

    expect(deltas.join("")).toBe("漢字 and 👩‍👩‍👧.");
    expect(events.map(({ sequence_number }) => sequence_number)).toEqual([...events.keys()]);
    expect(events.at(-1)).toMatchObject({
      type: "response.completed",
      response: { usage: { input_tokens: 13, output_tokens: deltas.length } },
    });
  });

  it("is assembled by the helper into the final response", async () => {
    const { client } = await connected();
    const snapshots: string[] = [];
    const response = await client.responses
      .stream({ ...requestFor("think: Hm.\necho: a b c"), reasoning: { summary: "auto" } })
      .on("response.output_text.delta", ({ snapshot }) => snapshots.push(snapshot))
      .finalResponse();

    expect(snapshots).toEqual(["a", "a b", "a b c"]);
    expect(response).toMatchObject({
      status: "completed",
      output_text: "a b c",
      output: [
        { type: "reasoning", summary: [{ text: "Hm." }] },
        { type: "message", status: "completed" },
      ],
      usage: { output_tokens_details: { reasoning_tokens: 2 } },
    });
  });

  it("streams a summary of its reasoning in separate events", async () => {
    const { client } = await connected();
    const seen: string[] = [];
    await client.responses
      .stream({ ...requestFor("think: Let me see.\necho: a"), reasoning: { summary: "detailed" } })
      .on("response.reasoning_summary_text.delta", ({ delta }) => seen.push(delta))
      .on("response.reasoning_summary_text.done", ({ text }) => seen.push(`done ${text}`))
      .finalResponse();

    expect(seen).toEqual(["Let", " me", " see", ".", "done Let me see."]);
  });

  it("calls tools, and answers after their results", async () => {
    const { client } = await connected();
    const question = { role: "user" as const, content: "How is the weather in Paris?" };
    const request = { model: FAST, tools: [WEATHER] };
    const texts: string[] = [];
    const { output } = await client.responses
      .stream({ ...request, input: [question] })
      .on("response.function_call_arguments.delta", ({ snapshot }) => texts.push(snapshot))
      .finalResponse();
    const call = output.find((item) => item.type === "function_call");
    const result = { type: "function_call_output" as const, output: "14 degrees" };
    const { output_text } = await client.responses.create({
      ...request,
      input: [
        question,
        {
          type: "function_call",
          call_id: call?.call_id ?? "",
          name: "get_weather",
          arguments: call?.arguments ?? "",
        },
        { ...result, call_id: call?.call_id ?? "" },
      ],
    });

    expect(call).toMatchObject({ name: "get_weather", arguments: '{"location":"Paris"}' });
    expect(texts.at(-1)).toBe('{"location":"Paris"}');
    expect(output_text).toBe("The tool says: 14 degrees");
  });

  it("sends refusals in separate events", async () => {
    const { client } = await connected();
    const seen: string[] = [];
    const { output, output_text } = await client.responses
      .stream(requestFor("refuse: No."))
      .on("response.refusal.done", ({ refusal }) => seen.push(refusal))
      .finalResponse();

    expect(seen).toEqual(["No."]);
    expect(output_text).toBe("");
    expect(output).toMatchObject([{ content: [{ type: "refusal", refusal: "No." }] }]);
  });

  it("marks an incomplete answer with and without streaming", async () => {
    const { client } = await connected();
    const request = { ...requestFor("echo: a b c d"), max_output_tokens: 2 };
    const incomplete = {
      status: "incomplete",
      incomplete_details: { reason: "max_output_tokens" },
      output_text: "a b",
    };

    expect(await client.responses.stream(request).finalResponse()).toMatchObject(incomplete);
    expect(await client.responses.create(request)).toMatchObject(incomplete);
  });

  it("answers without streaming, and echoes the request", async () => {
    const { client } = await connected();
    const response = await client.responses.create({
      ...requestFor("echo: a b"),
      instructions: "Be short.",
      metadata: { trial: "1" },
      temperature: 0.5,
    });

    expect(response).toMatchObject({
      object: "response",
      output_text: "a b",
      instructions: "Be short.",
      metadata: { trial: "1" },
      temperature: 0.5,
      error: null,
    });
  });

  it("reports an error in the middle of a stream", async () => {
    const { client } = await connected();
    const stream = await client.responses.create({
      ...requestFor("echo: a b c", `${FAST}+error@after=2`),
      stream: true,
    });
    const deltas: string[] = [];
    const read = async () => {
      for await (const event of stream) {
        if (event.type === "response.output_text.delta") deltas.push(event.delta);
      }
    };
    const error: unknown = await read().catch((reason: unknown) => reason);

    expect(error).toBeInstanceOf(OpenAI.APIError);
    expect(error).toMatchObject({ status: undefined, code: "server_error" });
    expect(deltas).toEqual(["a", " b"]);
  });

  it("throws for an unknown model", async () => {
    const { client } = await connected();

    await expect(client.responses.create(requestFor("a", "gpt-9"))).rejects.toMatchObject({
      status: 404,
      code: "model_not_found",
    });
  });
});
