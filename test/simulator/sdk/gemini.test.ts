import {
  ApiError,
  FinishReason,
  FunctionCallingConfigMode,
  type GenerateContentParameters,
  GoogleGenAI,
} from "@google/genai";
import { describe, expect, it } from "vitest";

import { listOf } from "../../support/events.ts";
import { simulator } from "../../support/simulator.ts";

const FAST = "fixed:ttftMs=1,itlMs=0";

const WEATHER = {
  name: "get_weather",
  parametersJsonSchema: { type: "object", properties: { location: { type: "string" } } },
};

const requestFor = (contents: string, model = FAST): GenerateContentParameters => ({
  model,
  contents,
});

async function connected() {
  const simulated = await simulator();
  const baseUrl = new URL(simulated.url).origin;
  const { models } = new GoogleGenAI({ apiKey: "any", httpOptions: { baseUrl } });
  return { ...simulated, models };
}

describe("the simulator, read by Google's SDK", () => {
  it("streams text and usage", async () => {
    const { models } = await connected();
    const chunks = await listOf(
      await models.generateContentStream(requestFor("echo: 漢字 and 👩‍👩‍👧.")),
    );

    expect(chunks.map(({ text }) => text ?? "").join("")).toBe("漢字 and 👩‍👩‍👧.");
    expect(chunks.at(-1)).toMatchObject({
      candidates: [{ finishReason: FinishReason.STOP }],
      modelVersion: FAST,
      usageMetadata: { promptTokenCount: 13, candidatesTokenCount: chunks.length - 1 },
    });
  });

  it("streams thoughts separately from the answer", async () => {
    const { models } = await connected();
    const chunks = await listOf(
      await models.generateContentStream({
        ...requestFor("think: Let me see.\necho: Yes"),
        config: { thinkingConfig: { includeThoughts: true } },
      }),
    );
    const parts = chunks.flatMap(({ candidates }) => candidates?.[0]?.content?.parts ?? []);
    const thoughts = parts.filter(({ thought }) => thought === true);

    expect(thoughts.map(({ text }) => text).join("")).toBe("Let me see.");
    expect(chunks.map(({ text }) => text ?? "").join("")).toBe("Yes");
    expect(chunks.at(-1)?.usageMetadata?.thoughtsTokenCount).toBe(4);
  });

  it("calls functions, and answers with their results", async () => {
    const { models } = await connected();
    const config = {
      tools: [{ functionDeclarations: [WEATHER] }],
      toolConfig: { functionCallingConfig: { mode: FunctionCallingConfigMode.ANY } },
    };
    const chunks = await listOf(
      await models.generateContentStream({ ...requestFor("How is it in Paris?"), config }),
    );

    expect(chunks.flatMap(({ functionCalls }) => functionCalls ?? [])).toEqual([
      { name: "get_weather", args: { location: "Paris" } },
    ]);
    const answer = await models.generateContent({
      model: FAST,
      contents: [
        { role: "user", parts: [{ text: "How is the weather in Paris?" }] },
        { role: "model", parts: [{ functionCall: { name: "get_weather", args: {} } }] },
        {
          role: "user",
          parts: [{ functionResponse: { name: "get_weather", response: { output: "14" } } }],
        },
      ],
    });
    expect(answer.text).toBe("The tool says: 14");
  });

  it("answers without streaming", async () => {
    const { models } = await connected();
    const answer = await models.generateContent({
      ...requestFor("echo: a b c d"),
      config: { maxOutputTokens: 3 },
    });

    expect(answer.text).toBe("a b c");
    expect(answer).toMatchObject({
      candidates: [{ finishReason: FinishReason.MAX_TOKENS }],
      responseId: expect.stringMatching(/^sim-/u),
      usageMetadata: { candidatesTokenCount: 3 },
    });
  });

  it("refuses like a content filter", async () => {
    const { models } = await connected();
    const chunks = await listOf(
      await models.generateContentStream(requestFor("refuse: I cannot.")),
    );

    expect(chunks.map(({ text }) => text ?? "").join("")).toBe("I cannot.");
    expect(chunks.at(-1)?.candidates?.[0]).toMatchObject({ finishReason: FinishReason.SAFETY });
  });

  it.each([
    [400, "INVALID_ARGUMENT"],
    [429, "RESOURCE_EXHAUSTED"],
    [503, "UNAVAILABLE"],
  ])("returns %d so that the SDK throws its own error", async (status, word) => {
    const { models } = await connected();
    const request = models.generateContent(requestFor("Hi", `${FAST}+status@code=${status}`));

    const error = await request.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status, message: expect.stringContaining(word) });
  });

  it("reports in the middle of a stream that it is overloaded", async () => {
    const { models } = await connected();
    const stream = await models.generateContentStream(
      requestFor("echo: a b c", `${FAST}+error@after=2`),
    );

    await expect(listOf(stream)).rejects.toMatchObject({ name: "ApiError", status: 503 });
  });

  it("lists its models, and counts tokens", async () => {
    const { models } = await connected();
    const listed = await listOf(await models.list({ config: { pageSize: 2 } }));

    expect(listed.map(({ name }) => name).slice(0, 2)).toEqual([
      "models/fixed",
      "models/hosted-fast",
    ]);
    expect(await models.countTokens({ model: FAST, contents: "one two" })).toMatchObject({
      totalTokens: 2,
    });
  });

  it("returns one of its models", async () => {
    const { models } = await connected();

    expect(await models.get({ model: "hosted-fast" })).toMatchObject({
      name: "models/hosted-fast",
    });
    await expect(models.get({ model: "no-model" })).rejects.toMatchObject({
      name: "ApiError",
      status: 404,
      message: expect.stringContaining("NOT_FOUND"),
    });
  });

  it("stops when the client aborts", async () => {
    const { models, truth } = await connected();
    const aborting = new AbortController();
    const stream = await models.generateContentStream({
      ...requestFor("a long story", "fixed:ttftMs=1,itlMs=20"),
      config: { abortSignal: aborting.signal },
    });
    await stream.next();
    aborting.abort();

    await expect(stream.next()).rejects.toMatchObject({ name: "AbortError" });
    let [record] = await truth();
    while (record?.state === "streaming") [record] = await truth();
    expect(record?.state).toBe("client-left");
  });
});
