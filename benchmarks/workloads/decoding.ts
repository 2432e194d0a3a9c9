import assert from "node:assert/strict";
import { Readable } from "node:stream";

import Anthropic from "@anthropic-ai/sdk";
import { BedrockRuntimeClient, ConverseStreamCommand } from "@aws-sdk/client-bedrock-runtime";
import { GoogleGenAI } from "@google/genai";
import { Ollama } from "ollama/browser";
import OpenAI from "openai";

import {
  anthropicMessages,
  bedrock,
  bedrockAnthropic,
  gemini,
  ollamaChat,
  ollamaGenerate,
  openAiChat,
  openAiCompletions,
  openAiResponses,
  type Provider,
} from "../../src/providers/index.ts";
import { attempt, coalesced, fetchOf, recordedAnswer } from "./recorded-answer.ts";
import { type BenchCase, timeMs, timeMsAsync } from "../suites/bench-table.ts";

const TOKENS = 4_000;
/** Answers per sample: a single one would include its compilation. */
const ANSWERS = 5;
const READ_BYTES = 65_536;

const BASE = "http://simulated";
const MESSAGES = [{ role: "user" as const, content: "Hi" }];

type Fetch = typeof fetch;

interface Api {
  /** @defaultValue The provider's id. */
  readonly name?: string;
  readonly provider: Provider;
  /** Reads an answer with the official SDK's own iterator. */
  readonly sdk?: (send: Fetch) => Promise<AsyncIterable<unknown>>;
}

const CREDENTIALS = { accessKeyId: "any", secretAccessKey: "any" };
const AWS = { region: "us-east-1", credentials: CREDENTIALS };

const openAi = (send: Fetch) => new OpenAI({ apiKey: "any", baseURL: `${BASE}/v1`, fetch: send });
const ollama = (send: Fetch) => new Ollama({ host: BASE, fetch: send });

/** Google's SDK knows no other `fetch` than the platform's. */
async function byGoogle(send: Fetch): Promise<AsyncIterable<unknown>> {
  const platform = globalThis.fetch;
  globalThis.fetch = send;
  try {
    const google = new GoogleGenAI({ apiKey: "any", httpOptions: { baseUrl: BASE } });
    return await google.models.generateContentStream({ model: "fixed", contents: "Hi" });
  } finally {
    globalThis.fetch = platform;
  }
}

async function byAws(send: Fetch): Promise<AsyncIterable<unknown>> {
  const client = new BedrockRuntimeClient({
    ...AWS,
    requestHandler: {
      async handle() {
        const { status, headers, body } = await send(BASE);
        return {
          response: {
            statusCode: status,
            headers: Object.fromEntries(headers),
            body: body === null ? undefined : Readable.from(body),
          },
        };
      },
    },
  });
  const messages = [{ role: "user" as const, content: [{ text: "Hi" }] }];
  const { stream } = await client.send(new ConverseStreamCommand({ modelId: "fixed", messages }));
  return stream ?? assert.fail();
}

const apis: readonly Api[] = [
  {
    provider: openAiChat({ apiKey: "any", baseUrl: `${BASE}/v1` }),
    sdk: (send) =>
      openAi(send).chat.completions.create({ model: "fixed", messages: MESSAGES, stream: true }),
  },
  {
    provider: openAiResponses({ apiKey: "any", baseUrl: `${BASE}/v1` }),
    sdk: (send) => openAi(send).responses.create({ model: "fixed", input: "Hi", stream: true }),
  },
  {
    provider: openAiCompletions({ apiKey: "any", baseUrl: `${BASE}/v1` }),
    sdk: (send) => openAi(send).completions.create({ model: "fixed", prompt: "Hi", stream: true }),
  },
  {
    provider: anthropicMessages({ apiKey: "any", baseUrl: BASE }),
    sdk: (send) =>
      new Anthropic({ apiKey: "any", baseURL: BASE, fetch: send }).messages.create({
        model: "fixed",
        max_tokens: 100_000,
        messages: MESSAGES,
        stream: true,
      }),
  },
  { provider: gemini({ apiKey: "any", baseUrl: `${BASE}/v1beta` }), sdk: byGoogle },
  {
    name: "gemini, as an array",
    provider: gemini({ apiKey: "any", baseUrl: `${BASE}/v1beta`, framing: "json-array" }),
  },
  { provider: bedrock({ ...AWS, baseUrl: BASE }), sdk: byAws },
  { provider: bedrockAnthropic({ ...AWS, baseUrl: BASE }) },
  {
    provider: ollamaChat({ baseUrl: BASE }),
    sdk: (send) => ollama(send).chat({ model: "fixed", messages: MESSAGES, stream: true }),
  },
  {
    provider: ollamaGenerate({ baseUrl: BASE }),
    sdk: (send) => ollama(send).generate({ model: "fixed", prompt: "Hi", stream: true }),
  },
];

async function casesOf({ provider, sdk, name = provider.id }: Api): Promise<BenchCase[]> {
  const { reads, contentType } = await recordedAnswer(provider, TOKENS);
  /** @param readOne Reads one answer, and returns its number of events. */
  const perEvent = async (readOne: () => Promise<number>) => {
    let events = 0;
    const ms = await timeMsAsync(async () => {
      for (let answer = 0; answer < ANSWERS; answer++) events += await readOne();
    }, readOne);
    return (ms * 1000) / events;
  };
  const forms = [
    { form: "coalesced", bytes: coalesced(reads, READ_BYTES), atMost: 3.5 },
    { form: "one write an event", bytes: reads, atMost: 8 },
  ];
  return forms.flatMap(({ form, bytes, atMost }) => {
    const send = fetchOf(bytes, contentType);
    const request = { model: "fixed", messages: MESSAGES };
    const own: BenchCase = {
      name: `${name}, ${form}`,
      unit: "µs/event",
      atMost,
      sample: () =>
        perEvent(async () => {
          let given = 0;
          for await (const { events } of provider.stream(request, { ...attempt(), fetch: send })) {
            given += events.length;
          }
          return given;
        }),
    };
    if (sdk === undefined) return [own];
    const bySdk: BenchCase = {
      name: `${name}, ${form}, the SDK's iterator`,
      unit: "µs/event",
      sample: () =>
        perEvent(async () => {
          let given = 0;
          for await (const chunk of await sdk(send)) if (chunk !== undefined) given++;
          return given;
        }),
    };
    return [own, bySdk];
  });
}

const CHUNK = JSON.stringify({
  id: "chatcmpl-123",
  created: 1_700_000_000,
  model: "fixed",
  object: "chat.completion.chunk",
  choices: [{ index: 0, delta: { content: " word" }, logprobs: null, finish_reason: null }],
  usage: null,
  padding: "x".repeat(60),
});

/** A lower bound for every decoder of JSON. */
const floor: BenchCase = {
  name: `JSON.parse of one chunk of ${CHUNK.length} characters: the floor`,
  unit: "µs/event",
  sample: () =>
    timeMs(() => {
      for (let parsed = 0; parsed < TOKENS * ANSWERS; parsed++) JSON.parse(CHUNK);
    }) *
    (1000 / (TOKENS * ANSWERS)),
};

/** All cases: the lower bound, and for each provider both forms of the response, with its SDK for comparison. */
export async function decodingCases(): Promise<readonly BenchCase[]> {
  return [floor, ...(await Promise.all(apis.map(casesOf))).flat()];
}
