import { describe } from "vitest";

import {
  type AnswerPart,
  anthropicMessages,
  bedrock,
  bedrockAnthropic,
  customProvider,
  gemini,
  ollamaChat,
  ollamaGenerate,
  openAiChat,
  openAiCompatible,
  openAiCompletions,
  openAiResponses,
  type SdkSettings,
} from "../../src/providers/index.ts";
import { asText, dig } from "../../src/wire/index.ts";
import { ECHOED_KEY, type EndingWire, itEndsAnswersByTheRules } from "../contracts/answer-ends.ts";
import { AWS_EVENT_STREAM, awsEvent, awsException } from "../support/frames/aws-frames.ts";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const all = (parts: readonly Uint8Array[]) => Uint8Array.from(Buffer.concat(parts));
const baseUrl = "http://127.0.0.1:9";
const settings = { apiKey: ECHOED_KEY, baseUrl };
const DONE = utf8("data: [DONE]\n\n");

const sse = {
  contentType: "text/event-stream",
  frames: (...payloads: readonly unknown[]) =>
    utf8(payloads.map((payload) => `data: ${JSON.stringify(payload)}\n\n`).join("")),
};

/** Anthropic's SDK ignores events without a name. */
const namedSse = {
  ...sse,
  frames: (...payloads: readonly unknown[]) =>
    utf8(
      payloads
        .map((payload) => {
          const type = asText(dig(payload, "type"));
          const name = type === undefined ? "" : `event: ${type}\n`;
          return `${name}data: ${JSON.stringify(payload)}\n\n`;
        })
        .join(""),
    ),
};

const ndjson = {
  contentType: "application/x-ndjson",
  frames: (...payloads: readonly unknown[]) =>
    utf8(payloads.map((payload) => `${JSON.stringify(payload)}\n`).join("")),
};

const aws = {
  contentType: AWS_EVENT_STREAM,
  isOwnSse: false,
  isBySdk: false,
  terminator: new Uint8Array(),
};

const choice = (rest: object) => ({ model: "m", choices: [{ index: 0, ...rest }] });
const chatFinish = (reason: string) => [choice({ delta: {}, finish_reason: reason })];

const chat = {
  ...sse,
  beginning: [choice({ delta: { content: "Hel" }, finish_reason: null })],
  finish: chatFinish,
  completion: chatFinish("stop"),
  terminator: DONE,
};

const textFinish = (reason: string) => [choice({ text: "", finish_reason: reason })];

const completions = {
  ...chat,
  beginning: [choice({ text: "Hel", finish_reason: null })],
  finish: textFinish,
  completion: textFinish("stop"),
};

const responses = {
  ...namedSse,
  beginning: [
    { type: "response.created", response: { model: "m" } },
    { type: "response.output_text.delta", output_index: 0, item_id: "i", delta: "Hel" },
  ],
  finish: (reason: string) => [
    { type: "response.incomplete", response: { incomplete_details: { reason } } },
  ],
  completion: [{ type: "response.completed", response: { status: "completed", output: [] } }],
  terminator: new Uint8Array(),
};

const stopReason = (reason: string) => [
  { type: "message_delta", delta: { stop_reason: reason }, usage: { output_tokens: 1 } },
  { type: "message_stop" },
];

const anthropic = {
  ...namedSse,
  beginning: [
    { type: "message_start", message: { model: "m", content: [], usage: { input_tokens: 1 } } },
    { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
    { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "Hel" } },
  ],
  finish: stopReason,
  completion: stopReason("end_turn"),
  terminator: new Uint8Array(),
};

const candidate = (rest: object) => ({ candidates: [{ index: 0, ...rest }] });
const geminiFinish = (reason: string) => [candidate({ finishReason: reason })];

const geminiEvents = {
  ...sse,
  beginning: [candidate({ content: { parts: [{ text: "Hel" }] } })],
  finish: geminiFinish,
  completion: geminiFinish("STOP"),
  terminator: new Uint8Array(),
};

const geminiArray = {
  ...geminiEvents,
  contentType: "application/json",
  frames: (...payloads: readonly unknown[]) =>
    utf8(`[${payloads.map((payload) => JSON.stringify(payload)).join(",")}`),
  terminator: utf8("]"),
};

const line = (message: object, rest: object) => ({ model: "m", ...message, ...rest });
const done = (message: object) => (reason: string) => [
  line(message, { done: true, done_reason: reason, eval_count: 1 }),
];

const ollama = (message: (text: string) => object) => ({
  ...ndjson,
  beginning: [line(message("Hel"), { done: false })],
  finish: done(message("")),
  completion: done(message(""))("stop"),
  terminator: new Uint8Array(),
  isOwnSse: false,
});

const ollamaMessage = ollama((content) => ({ message: { role: "assistant", content } }));
const ollamaResponse = ollama((response) => ({ response }));

const event = (type: string, body: unknown) => ({ type, body });
const converseFinish = (reason: string) => [event("messageStop", { stopReason: reason })];

const converse: EndingWire = {
  ...aws,
  create: () => bedrock({ ...settings, region: "eu-central-1" }),
  frames: (...payloads) =>
    all(payloads.map((one) => awsEvent(asText(dig(one, "type")) ?? "", dig(one, "body")))),
  beginning: [
    event("messageStart", { role: "assistant" }),
    event("contentBlockDelta", { contentBlockIndex: 0, delta: { text: "Hel" } }),
  ],
  finish: converseFinish,
  completion: converseFinish("end_turn"),
  terminator: awsEvent("metadata", { usage: { inputTokens: 1, outputTokens: 1 } }),
  error: (words) => awsException("throttlingException", { message: words }),
};

const bedrockClaude: EndingWire = {
  ...anthropic,
  ...aws,
  create: () => bedrockAnthropic({ ...settings, region: "eu-central-1" }),
  frames: (...payloads) =>
    all(
      payloads.map((payload) =>
        awsEvent("chunk", { bytes: Buffer.from(JSON.stringify(payload)).toString("base64") }),
      ),
    ),
};

const custom = {
  ...sse,
  create: () =>
    customProvider({
      id: "mine",
      secrets: [ECHOED_KEY],
      framing: "sse",
      fetch: (_request, { fetch, signal }) => fetch(baseUrl, { signal }),
      decode(message): AnswerPart[] {
        const raw = asText(dig(message, "end"));
        if (raw === undefined) return [asText(dig(message, "say")) ?? ""];
        return [{ type: "stream-end", reason: { kind: raw === "stop" ? "stop" : "other", raw } }];
      },
    }),
  beginning: [{ say: "Hel" }],
  finish: (reason: string) => [{ end: reason }],
  completion: [{ end: "stop" }],
  terminator: new Uint8Array(),
} satisfies Omit<EndingWire, "isOwnSse" | "isBySdk">;

/** An API with both decoders: this package's, and the SDK's for comparison. */
const both = (
  name: string,
  parts: Omit<EndingWire, "create" | "isOwnSse" | "isBySdk">,
  make: (settings: SdkSettings) => ReturnType<EndingWire["create"]>,
): [string, EndingWire][] => [
  [
    name,
    {
      ...parts,
      create: () => make(settings),
      isOwnSse: parts.contentType === sse.contentType,
      isBySdk: false,
    },
  ],
  [
    `${name}, decode: "sdk"`,
    {
      ...parts,
      create: () => make({ ...settings, decode: "sdk" }),
      isOwnSse: false,
      isBySdk: true,
    },
  ],
];

describe.each<[string, EndingWire]>([
  ...both("openAiChat()", chat, openAiChat),
  ...both("openAiCompatible()", chat, (own) =>
    openAiCompatible({ server: "vllm", ...own, baseUrl }),
  ),
  ...both("openAiCompletions()", completions, openAiCompletions),
  ...both("openAiResponses()", responses, openAiResponses),
  ...both("anthropicMessages()", anthropic, anthropicMessages),
  ...both("ollamaChat()", ollamaMessage, ollamaChat),
  ...both("ollamaGenerate()", ollamaResponse, ollamaGenerate),
  ["gemini()", { ...geminiEvents, create: () => gemini(settings), isOwnSse: true, isBySdk: false }],
  [
    "gemini() of an array",
    {
      ...geminiArray,
      create: () => gemini({ ...settings, framing: "json-array" }),
      isOwnSse: false,
      isBySdk: false,
    },
  ],
  ["bedrock()", converse],
  ["bedrockAnthropic()", bedrockClaude],
  ["customProvider()", { ...custom, isOwnSse: true, isBySdk: false }],
])("%s, at the end of an answer", (_name, wire) => {
  itEndsAnswersByTheRules(wire);
});
