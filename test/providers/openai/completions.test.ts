import { describe, expect, it } from "vitest";

import {
  type ChatMessage,
  type ChatRequest,
  openAiCompletions,
} from "../../../src/providers/index.ts";
import { itObeysTheProviderLaws } from "../../contracts/provider.ts";
import {
  askWire,
  casesOf,
  itObeysTheWireLaws,
  KEY,
  REQUEST,
  type Wire,
} from "../../contracts/wire-provider.ts";
import { sends, sendsAs } from "../../support/byte-server.ts";
import { sentBy } from "./openai-support.ts";

const frame = (payload: object) => `data: ${JSON.stringify({ model: "m-1", ...payload })}\n\n`;

const piece = (text: string, finish_reason: string | null = null) =>
  frame({ choices: [{ index: 0, text, logprobs: null, finish_reason }] });

const usage = frame({ choices: [], usage: { prompt_tokens: 2, completion_tokens: 4 } });

const wire: Wire = {
  create: (baseUrl) => openAiCompletions({ apiKey: KEY, baseUrl }),
  contentType: "text/event-stream",
  answer: [
    piece("Hello "),
    piece("漢字 "),
    piece("👍"),
    piece("!", "stop"),
    usage,
    "data: [DONE]\n\n",
  ],
  beginning: [piece("Hel")],
  malformed: 'data: {"choices":[\n\n',
  error: 'data: {"error":{"message":"overloaded","type":"busy"}}\n\n',
};

const send = (request: ChatRequest) => sentBy(wire.create, request);

describe("openAiCompletions()", () => {
  itObeysTheProviderLaws(casesOf(wire));
  itObeysTheWireLaws(wire);

  it("can do no more than its wire", () => {
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
  ])("takes the finish reason %s for %s", async (raw, kind) => {
    const { end } = await askWire(wire, sends(piece("a", raw)));

    expect(end).toEqual({ kind, raw });
  });

  it("takes a completion that was asked for whole", async () => {
    const choices = [{ index: 0, text: "Hello", finish_reason: "length" }];
    const body = JSON.stringify({ choices, usage: { prompt_tokens: 2, completion_tokens: 1 } });
    const request = { ...REQUEST, stream: false };
    const answer = await askWire({ ...wire, request }, sendsAs("application/json", body));

    expect(answer).toMatchObject({
      text: "Hello",
      end: { kind: "length", raw: "length" },
      usage: { inputTokens: { total: 2 }, source: "provider" },
    });
  });

  it("carries every setting that the wire has", async () => {
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
  ])("refuses %s, which it could not ask for", async (what, rest) => {
    const { end } = await askWire({ ...wire, request: { ...REQUEST, ...rest } }, sends());

    expect(end).toMatchObject({
      failure: {
        code: "unexpected",
        detail: `Cannot ask text completions for ${what} as its requests have no field for it`,
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

  it("goes on where the answer stopped", async () => {
    const body = await promptOf(user, assistant(" a ti"));

    expect(body).toMatchObject({ prompt: "Once upon a ti" });
    expect(body).not.toHaveProperty("stop");
  });

  it("is a longer conversation written out, up to the user's next turn", async () => {
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

  it.each(["It en", " It en"])("ends with what there is of the answer: %j", async (begun) => {
    const system = { role: "system", content: "Be brief." } as const;

    expect(await promptOf(system, user, assistant(begun))).toMatchObject({
      prompt: "System: Be brief.\n\nUser: Once upon\n\nAssistant: It en",
    });
  });
});
