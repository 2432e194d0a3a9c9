import { describe, expect, it } from "vitest";

import { systemClock } from "../../src/clock/index.ts";
import { collect } from "../../src/events/index.ts";
import { startStream } from "../../src/lifecycle/index.ts";
import {
  anthropicMessages,
  gemini,
  ollamaChat,
  openAiChat,
  openAiCompatible,
  openAiResponses,
  type Provider,
} from "../../src/providers/index.ts";
import { seededRandom } from "../../src/stats/index.ts";
import { byteServer, sendsAs } from "../support/servers/byte-server.ts";

const apiKey = "sk-1234567890";
const ATTEMPTS = 3;

/** An adapter, its content type, and its first message for an error object. */
interface Adapter {
  readonly name: string;
  create(origin: string): Provider;
  readonly contentType?: string;
  message(error: object): string;
}

const data = (value: object) => `data: ${JSON.stringify(value)}\n\n`;
const openAiError = (error: object) => data({ error: { message: "no", ...error } });

const adapters: readonly Adapter[] = [
  ...(["own", "sdk"] as const).map((decode) => ({
    name: `openai-chat, decoded by ${decode}`,
    create: (origin: string) => openAiChat({ apiKey, baseUrl: `${origin}/v1`, decode }),
    message: openAiError,
  })),
  {
    name: "openai-compatible",
    create: (origin) => openAiCompatible({ server: "generic", apiKey, baseUrl: `${origin}/v1` }),
    message: openAiError,
  },
  {
    name: "openai-responses",
    create: (origin) => openAiResponses({ apiKey, baseUrl: `${origin}/v1` }),
    message: (error) => data({ type: "error", message: "no", ...error }),
  },
  ...(["own", "sdk"] as const).map((decode) => ({
    name: `anthropic-messages, decoded by ${decode}`,
    create: (origin: string) => anthropicMessages({ apiKey, baseUrl: origin, decode }),
    message: (error: object) =>
      `event: error\n${data({ type: "error", error: { message: "no", ...error } })}`,
  })),
  {
    name: "gemini",
    create: (origin) => gemini({ apiKey, baseUrl: `${origin}/v1beta` }),
    message: openAiError,
  },
  {
    name: "ollama-chat",
    create: (origin) => ollamaChat({ baseUrl: origin }),
    contentType: "application/x-ndjson",
    message: (error) => `${JSON.stringify({ error: { message: "no", ...error } })}\n`,
  },
];

describe.each(adapters)("$name", ({ create, contentType = "text/event-stream", message }) => {
  async function requestsFor(error: object): Promise<unknown> {
    const server = await byteServer(sendsAs(contentType, message(error)));
    const request = { model: "m", messages: [{ role: "user", content: "Hi" }] } as const;
    const { end } = await collect(
      startStream(create(new URL(server.url).origin), request, {
        clock: systemClock(),
        random: seededRandom(1),
        retry: { attempts: ATTEMPTS, baseMs: 1 },
      }),
    );
    return [end?.kind, server.requests];
  }

  it.each([{ code: 400 }, { code: 401, type: "server_error" }, { type: "permission_error" }])(
    "does not retry a 200 that begins with the error %j",
    async (error) => {
      expect(await requestsFor(error)).toEqual(["failed", 1]);
    },
  );

  it.each([{ code: 503 }, { code: 429, type: "rate_limit_error" }, { type: "overloaded_error" }])(
    "retries a 200 that begins with the error %j",
    async (error) => {
      expect(await requestsFor(error)).toEqual(["failed", ATTEMPTS]);
    },
  );
});
