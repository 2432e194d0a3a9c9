/**
 * What does it cost to turn an answer's bytes into events, beside the official SDK's own iterator?
 *
 * Run: `node --expose-gc -C millrace-source benchmarks/suites/decode.bench.ts`
 *
 * The bytes are the simulator's, on each provider's wire; no socket is between. "Coalesced" is reads of
 * 64 KiB, as a fast network or a slow reader brings them; "one write an event" is one read a token. An
 * event is what the row's reader gives: ours text and usage, of which Gemini sends both in every chunk; the
 * SDKs' a chunk, with which nothing is done.
 */
import Anthropic from "@anthropic-ai/sdk";
import { Ollama } from "ollama/browser";
import OpenAI from "openai";

import {
  anthropicMessages,
  bedrock,
  gemini,
  ollamaChat,
  openAiChat,
  openAiResponses,
  type Provider,
} from "../../src/providers/index.ts";
import { attempt, coalesced, fetchOf, recordedAnswer } from "../workloads/recorded-answer.ts";
import { type BenchCase, measureInRounds, printSuite, timeMs, timeMsAsync } from "./bench-table.ts";

const TOKENS = 4_000;
/** A sample is so many answers: the first would be compiled in it. */
const ANSWERS = 5;
const ROUNDS = 9;
const READ_BYTES = 65_536;

const BASE = "http://simulated";
const MESSAGES = [{ role: "user" as const, content: "Hi" }];

type Fetch = typeof fetch;

interface Wire {
  readonly name: string;
  readonly provider: Provider;
  /** Reads an answer with the official SDK's own iterator. */
  readonly sdk?: (send: Fetch) => Promise<AsyncIterable<unknown>>;
}

const wires: readonly Wire[] = [
  {
    name: "openai-chat",
    provider: openAiChat({ apiKey: "any", baseUrl: `${BASE}/v1` }),
    sdk: async (send) =>
      new OpenAI({ apiKey: "any", baseURL: `${BASE}/v1`, fetch: send }).chat.completions.create({
        model: "fixed",
        messages: MESSAGES,
        stream: true,
      }),
  },
  {
    name: "openai-responses",
    provider: openAiResponses({ apiKey: "any", baseUrl: `${BASE}/v1` }),
    sdk: async (send) =>
      new OpenAI({ apiKey: "any", baseURL: `${BASE}/v1`, fetch: send }).responses.create({
        model: "fixed",
        input: "Hi",
        stream: true,
      }),
  },
  {
    name: "anthropic-messages",
    provider: anthropicMessages({ apiKey: "any", baseUrl: BASE }),
    sdk: async (send) =>
      new Anthropic({ apiKey: "any", baseURL: BASE, fetch: send }).messages.create({
        model: "fixed",
        max_tokens: 100_000,
        messages: MESSAGES,
        stream: true,
      }),
  },
  { name: "gemini", provider: gemini({ apiKey: "any", baseUrl: `${BASE}/v1beta` }) },
  {
    name: "bedrock",
    provider: bedrock({
      baseUrl: BASE,
      region: "us-east-1",
      credentials: { accessKeyId: "any", secretAccessKey: "any" },
    }),
  },
  {
    name: "ollama-chat",
    provider: ollamaChat({ baseUrl: BASE }),
    sdk: async (send) =>
      new Ollama({ host: BASE, fetch: send }).chat({
        model: "fixed",
        messages: MESSAGES,
        stream: true,
      }),
  },
];

async function casesOf({ name, provider, sdk }: Wire): Promise<BenchCase[]> {
  const { reads, contentType } = await recordedAnswer(provider, TOKENS);
  /** @param readOne Reads one answer, and says how many events it gave. */
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

const floor: BenchCase = {
  name: `JSON.parse of one chunk of ${CHUNK.length} characters: the floor`,
  unit: "µs/event",
  sample: () =>
    timeMs(() => {
      for (let parsed = 0; parsed < TOKENS * ANSWERS; parsed++) JSON.parse(CHUNK);
    }) *
    (1000 / (TOKENS * ANSWERS)),
};

const cases = (await Promise.all(wires.map(casesOf))).flat();
const rows = await measureInRounds([floor, ...cases], ROUNDS);
printSuite({ "Bytes to events": rows });
