import { Ollama } from "ollama";
import { describe, expect, it } from "vitest";

import { listOf } from "../../support/events.ts";
import { simulator } from "../../support/simulator.ts";

const FAST = "fixed:ttftMs=1,itlMs=0";

const WEATHER = {
  type: "function",
  function: {
    name: "get_weather",
    description: "The weather at a place",
    parameters: { type: "object", properties: { location: { type: "string" } } },
  },
};

const requestFor = (content: string, model = FAST) => ({
  model,
  messages: [{ role: "user", content }],
});

async function connected() {
  const simulated = await simulator();
  return { ...simulated, client: new Ollama({ host: new URL(simulated.url).origin }) };
}

describe("the simulator, read by Ollama's SDK", () => {
  it("streams a chat", async () => {
    const { client } = await connected();
    const lines = await listOf(
      await client.chat({ ...requestFor("echo: 漢字 and 👩‍👩‍👧."), stream: true }),
    );

    expect(lines.map(({ message }) => message.content).join("")).toBe("漢字 and 👩‍👩‍👧.");
    expect(lines.at(-1)).toMatchObject({
      model: FAST,
      done: true,
      done_reason: "stop",
      prompt_eval_count: 13,
      eval_count: lines.length - 1,
      prompt_eval_duration: 1_000_000,
    });
  });

  it("streams thoughts separately from the answer", async () => {
    const { client } = await connected();
    const lines = await listOf(
      await client.chat({
        ...requestFor("think: Let me see.\necho: Yes"),
        think: true,
        stream: true,
      }),
    );

    expect(lines.map(({ message }) => message.thinking ?? "").join("")).toBe("Let me see.");
    expect(lines.map(({ message }) => message.content).join("")).toBe("Yes");
  });

  it("calls tools, and answers with their results", async () => {
    const { client } = await connected();
    const request = requestFor("How is the weather in Paris?");
    const lines = await listOf(await client.chat({ ...request, tools: [WEATHER], stream: true }));

    expect(lines.flatMap(({ message }) => message.tool_calls ?? [])).toMatchObject([
      { function: { name: "get_weather", arguments: { location: "Paris" } } },
    ]);
    const called = lines.flatMap(({ message }) => (message.tool_calls ? [message] : []));
    const result = { role: "tool", tool_name: "get_weather", content: "14 degrees" };
    const { message } = await client.chat({
      ...request,
      messages: [...request.messages, ...called, result],
      tools: [WEATHER],
    });
    expect(message.content).toBe("The tool says: 14 degrees");
  });

  it("streams a generation", async () => {
    const { client } = await connected();
    const lines = await listOf(
      await client.generate({ model: FAST, prompt: "think: Hm\necho: a b", stream: true }),
    );

    expect(lines.map(({ response }) => response)).toEqual(["", "a", " b", ""]);
    expect(lines[0]?.thinking).toBe("Hm");
    expect(lines.at(-1)).toMatchObject({ done: true, eval_count: 3 });
  });

  it("answers without streaming", async () => {
    const { client } = await connected();
    const options = { num_predict: 3, seed: 5 };

    expect(await client.chat({ ...requestFor("echo: a b c d"), options })).toMatchObject({
      message: { role: "assistant", content: "a b c" },
      done_reason: "length",
      eval_count: 3,
    });
    expect(await client.generate({ model: FAST, prompt: "echo: a b c d", options })).toMatchObject({
      response: "a b c",
      done_reason: "length",
    });
  });

  it("sends refusals as text, as the API has no field for them", async () => {
    const { client } = await connected();

    expect(await client.chat(requestFor("refuse: I cannot."))).toMatchObject({
      message: { content: "I cannot." },
      done_reason: "stop",
    });
  });

  it.each([400, 404, 429, 503])(
    "returns %d so that the SDK throws its own error",
    async (status) => {
      const { client } = await connected();
      const request = client.chat(requestFor("Hi", `${FAST}+status@code=${status}`));

      await expect(request).rejects.toMatchObject({
        name: "ResponseError",
        status_code: status,
        error: "Refused on request",
      });
    },
  );

  it("reports an error in the middle of a stream", async () => {
    const { client } = await connected();
    const stream = await client.chat({
      ...requestFor("echo: a b c", `${FAST}+error@after=2`),
      stream: true,
    });

    await expect(listOf(stream)).rejects.toThrow("The server is overloaded, on request");
  });

  it("describes its models", async () => {
    const { client } = await connected();
    const { models } = await client.list();

    expect(models.map(({ name }) => name)).toContain("local-ollama");
    expect((await client.show({ model: "local-ollama" })).capabilities).toContain("tools");
    expect(await client.version()).toEqual({ version: expect.stringMatching(/^0\.\d+\.\d+$/u) });
    await expect(client.show({ model: "none" })).rejects.toMatchObject({ status_code: 404 });
  });

  it("loads a model for a request without a prompt", async () => {
    const { client } = await connected();

    expect(await client.generate({ model: FAST, prompt: "" })).toMatchObject({
      response: "",
      done_reason: "load",
    });
  });

  it("stops when the client aborts", async () => {
    const { client, truth } = await connected();
    const stream = await client.chat({
      ...requestFor("a long story", "fixed:ttftMs=1,itlMs=20"),
      stream: true,
    });
    const reading = listOf(stream);
    stream.abort();

    await expect(reading).rejects.toMatchObject({ name: "AbortError" });
    let [record] = await truth();
    while (record?.state === "streaming") [record] = await truth();
    expect(record?.state).toBe("client-left");
  });
});
