import { describe, expect, it } from "vitest";

import {
  type ChatMessage,
  type ChatRequest,
  openAiCompletions,
} from "../../../src/providers/index.ts";
import { itObeysTheProviderLaws } from "../../contracts/provider.ts";
import {
  answerFrom,
  casesOf,
  itObeysTheWireLaws,
  KEY,
  REQUEST,
  type Wire,
} from "../../contracts/wire-provider.ts";
import { sends, sendsAs } from "../../support/servers/byte-server.ts";
import { sentBy } from "./openai-support.ts";

const frame = (payload: object) => `data: ${JSON.stringify({ model: "m-1", ...payload })}\n\n`;

const part = (text: string, finish_reason: string | null = null) =>
  frame({ choices: [{ index: 0, text, logprobs: null, finish_reason }] });

const usage = frame({ choices: [], usage: { prompt_tokens: 2, completion_tokens: 4 } });

const wire: Wire = {
  create: (baseUrl) => openAiCompletions({ apiKey: KEY, baseUrl }),
  contentType: "text/event-stream",
  answer: [part("Hello "), part("漢字 "), part("👍"), part("!", "stop"), usage, "data: [DONE]\n\n"],
  beginning: [part("Hel")],
  malformed: 'data: {"choices":[\n\n',
  error: 'data: {"error":{"message":"overloaded","type":"busy"}}\n\n',
};

const send = (request: ChatRequest) => sentBy(wire.create, request);

describe("openAiCompletions()", () => {
  itObeysTheProviderLaws(casesOf(wire));
  itObeysTheWireLaws(wire);

  it("has the API's capabilities", () => {
    expect(openAiCompletions({ apiKey: KEY }).capabilities).toEqual({
      resume: "prefill",
      usage: "on-request",
      tools: "none",
      reasoning: "none",
      images: false,
      seed: true,
    });
  });

  it.each([
    ["stop", "stop"],
    ["length", "length"],
    ["content_filter", "content-filter"],
  ])("maps the finish reason %s to %s", async (raw, kind) => {
    const { end } = await answerFrom(wire, sends(part("a", raw)));

    expect(end).toEqual({ kind, raw });
  });

  it("reads a completion that is not streamed", async () => {
    const choices = [{ index: 0, text: "Hello", finish_reason: "length" }];
    const body = JSON.stringify({ choices, usage: { prompt_tokens: 2, completion_tokens: 1 } });
    const request = { ...REQUEST, stream: false };
    const answer = await answerFrom({ ...wire, request }, sendsAs("application/json", body));

    expect(answer).toMatchObject({
      text: "Hello",
      end: { kind: "length", raw: "length" },
      usage: { inputTokens: { total: 2 }, source: "provider" },
    });
  });

  it("contains every setting that the API has", async () => {
    const { path, body } = await send({
      ...REQUEST,
      temperature: 0,
      maxOutputTokens: 64,
      stop: ["\n"],
      seed: 7,
      reasoning: "high",
    });

    expect(path).toBe("/v1/completions");
    expect(body).toEqual({
      model: "m",
      prompt: "Hi",
      stream: true,
      stream_options: { include_usage: true },
      temperature: 0,
      max_tokens: 64,
      stop: ["\n"],
      seed: 7,
    });
  });

  it.each<[string, Partial<ChatRequest>]>([
    ["tools", { tools: [{ name: "f", parameters: {} }] }],
    [
      "images",
      {
        messages: [
          {
            role: "user",
            content: [{ type: "image", mediaType: "image/png", bytes: new Uint8Array() }],
          },
        ],
      },
    ],
  ])("refuses %s, which the API does not have", async (what, rest) => {
    const { end } = await answerFrom({ ...wire, request: { ...REQUEST, ...rest } }, sends());

    expect(end).toMatchObject({
      failure: {
        code: "unexpected",
        detail: `Cannot request ${what} from text completions as its requests have no field for it`,
      },
    });
  });
});

describe("openAiCompletions()'s prompt", () => {
  const promptOf = async (...messages: readonly ChatMessage[]) =>
    (await send({ model: "m", messages })).body;

  const user = { role: "user", content: "Once upon" } as const;
  const assistant = (content: string) => ({ role: "assistant", content }) as const;

  it("is the text of a single user message", async () => {
    expect(await promptOf(user)).toMatchObject({ prompt: "Once upon" });
    expect(
      await promptOf({ role: "user", content: [{ type: "text", text: "Once" }] }),
    ).toMatchObject({ prompt: "Once" });
  });

  it("continues the answer", async () => {
    const body = await promptOf(user, assistant(" a ti"));

    expect(body).toMatchObject({ prompt: "Once upon a ti" });
    expect(body).not.toHaveProperty("stop");
  });

  it("is a transcript of a longer conversation, up to the user's next turn", async () => {
    const body = await promptOf(
      { role: "system", content: "Be brief." },
      user,
      assistant("A time."),
      { role: "user", content: "And then?" },
    );

    expect(body).toMatchObject({
      prompt:
        "System: Be brief.\n\nUser: Once upon\n\nAssistant: A time.\n\nUser: And then?\n\nAssistant:",
      stop: ["\n\nUser:"],
    });
  });

  it.each(["It en", " It en"])("ends with the beginning of the answer: %j", async (begun) => {
    const system = { role: "system", content: "Be brief." } as const;

    expect(await promptOf(system, user, assistant(begun))).toMatchObject({
      prompt: "System: Be brief.\n\nUser: Once upon\n\nAssistant: It en",
    });
  });
});
