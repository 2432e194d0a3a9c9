import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { StreamOptions } from "../../src/lifecycle/index.ts";
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
import { asText, dig } from "../../src/wire/index.ts";
import { AWS_EVENT_STREAM, awsEvent } from "./frames/aws-frames.ts";
import { ROOT } from "./rooms.ts";
import { wireFixtures } from "./wire-fixture.ts";

/** One recorded answer for one adapter. */
export interface RecordedAnswer {
  readonly name: string;
  readonly provider: Provider;
  readonly contentType: string;
  /** Its messages as bytes. */
  readonly frames: readonly Uint8Array[];
  /** Index of the frame that reports the end of the answer; `Infinity` if none does. */
  readonly finishingFrame: number;
}

interface WireOfAnswers {
  readonly folder: string;
  readonly contentType: string;
  readonly providers: Readonly<Record<string, Provider>>;
  /** The frames of a fixture's payloads. */
  frame(payload: unknown, index: number, all: readonly unknown[]): Uint8Array;
  /** Whether a payload, as JSON, reports the end of the answer. */
  readonly finish: RegExp;
}

const utf8 = new TextEncoder();
const json = (payload: unknown) => JSON.stringify(payload);
const sse = (payload: unknown) => utf8.encode(`data: ${json(payload)}\n\n`);
const line = (payload: unknown) => utf8.encode(`${json(payload)}\n`);
const key = { apiKey: "sk-secret-1234567890" };
const aws = {
  region: "eu-central-1",
  credentials: { accessKeyId: "AKIAEXAMPLE", secretAccessKey: key.apiKey },
};
const chunkOfBedrock = (payload: unknown) =>
  awsEvent("chunk", { bytes: Buffer.from(json(payload)).toString("base64") });

const EVENT_STREAM = "text/event-stream";
const MESSAGE_STOP = /"type":"message_stop"/u;
const GEMINI_FINISH = /"finishReason":"(?!FINISH_REASON_UNSPECIFIED)|"blockReason":/u;
const CHOICE_FINISH = /"finish_reason":\s*"/u;

const WIRES: readonly WireOfAnswers[] = [
  {
    folder: "anthropic-messages",
    contentType: EVENT_STREAM,
    providers: {
      own: anthropicMessages(key),
      sdk: anthropicMessages({ ...key, decode: "sdk" }),
    },
    frame: (payload) =>
      utf8.encode(`event: ${asText(dig(payload, "type"))}\ndata: ${json(payload)}\n\n`),
    finish: MESSAGE_STOP,
  },
  {
    folder: "anthropic-messages",
    contentType: AWS_EVENT_STREAM,
    providers: { bedrock: bedrockAnthropic(aws) },
    frame: chunkOfBedrock,
    finish: MESSAGE_STOP,
  },
  {
    folder: "bedrock",
    contentType: AWS_EVENT_STREAM,
    providers: { own: bedrock(aws) },
    frame: (payload) => awsEvent(asText(dig(payload, "type")) ?? "", dig(payload, "body")),
    finish: /"stopReason":/u,
  },
  {
    folder: "gemini",
    contentType: EVENT_STREAM,
    providers: { events: gemini(key) },
    frame: sse,
    finish: GEMINI_FINISH,
  },
  {
    folder: "gemini",
    contentType: "application/json",
    providers: { array: gemini({ ...key, framing: "json-array" }) },
    frame: (payload, index, all) =>
      utf8.encode(
        `${index === 0 ? "[" : ",\n"}${JSON.stringify(payload, undefined, 1)}${index === all.length - 1 ? "]" : ""}`,
      ),
    finish: GEMINI_FINISH,
  },
  {
    folder: "ollama-chat",
    contentType: "application/x-ndjson",
    providers: { own: ollamaChat(), sdk: ollamaChat({ decode: "sdk" }) },
    frame: line,
    finish: /"done":true/u,
  },
  {
    folder: "ollama-generate",
    contentType: "application/x-ndjson",
    providers: { own: ollamaGenerate(), sdk: ollamaGenerate({ decode: "sdk" }) },
    frame: line,
    finish: /"done":true/u,
  },
  ...(
    [
      ["openai-chat", openAiChat, CHOICE_FINISH],
      ["openai-completions", openAiCompletions, CHOICE_FINISH],
      ["openai-responses", openAiResponses, /"type":\s*"response\.(?:completed|incomplete)"/u],
    ] as const
  ).map(([folder, provider, finish]) => ({
    folder,
    contentType: EVENT_STREAM,
    providers: { own: provider(key), sdk: provider({ ...key, decode: "sdk" }) },
    frame: sse,
    finish,
  })),
];

/** Every recorded answer in `test/fixtures/wire`, for every adapter of its API. */
export function recordedAnswers(): readonly RecordedAnswer[] {
  return WIRES.flatMap((wire) =>
    answersOn(wire).flatMap(({ name, frames, finishingFrame }) =>
      Object.entries(wire.providers).map(([variant, provider]) => ({
        name: `${wire.folder}/${name} (${variant})`,
        provider,
        contentType: wire.contentType,
        frames,
        finishingFrame,
      })),
    ),
  );
}

function answersOn({ folder, frame, finish }: WireOfAnswers) {
  const recorded = wireFixtures(folder).map(({ name, payloads }) => ({
    name,
    frames: payloads.map(frame),
    texts: payloads.map(json),
  }));
  const files = readdirSync(join(ROOT, "test/fixtures/wire", folder));
  const written = files
    .filter((name) => name.endsWith(".sse"))
    .map((name) => {
      const text = readFileSync(join(ROOT, "test/fixtures/wire", folder, name), "utf8");
      const texts = text.split(/(?<=\n\n)/u);
      return { name, frames: texts.map((event) => utf8.encode(event)), texts };
    });
  return [...recorded, ...written].map(({ name, frames, texts }) => {
    const found = texts.findIndex((text) => finish.test(text));
    return { name, frames, finishingFrame: found === -1 ? Infinity : found };
  });
}

/** A transport that returns these bytes, and then ends cleanly or breaks. */
export function answersWith(
  bytes: Uint8Array,
  contentType: string,
  ending: "eof" | "reset",
): NonNullable<StreamOptions["fetch"]> {
  return async () => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        if (bytes.length > 0) controller.enqueue(bytes);
        if (ending === "eof") controller.close();
      },
      pull(controller) {
        controller.error(new TypeError("terminated"));
      },
    });
    return new Response(body, { headers: { "content-type": contentType } });
  };
}
