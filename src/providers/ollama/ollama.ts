import { Ollama } from "ollama/browser";

import { asList, asText, dig } from "../../wire/index.ts";
import { answerDecoder } from "../decode/answer-decoder.ts";
import { jsonFraming, ndjsonFraming } from "../decode/framing.ts";
import { streamAnswer } from "../decode/stream-answer.ts";
import { requireHttpUrl, requireKey, type SdkSettings } from "../http/http-settings.ts";
import { readSdkStream } from "../http/read-sdk-stream.ts";
import { requestJson } from "../http/request-json.ts";
import { type Endpoint, type Fetch, openResponse, sendRequest } from "../http/send-request.ts";
import type { Attempt, Capabilities, Provider } from "../provider.ts";
import type { ChatRequest } from "../request/chat-request.ts";
import { ollamaDecoder } from "./decoder.ts";
import { chatBodyOf, generateBodyOf, type OllamaDefaults } from "./request.ts";

/** Endpoint, and settings of every request. */
export interface OllamaSettings extends Omit<SdkSettings, "apiKey">, OllamaDefaults {
  /** Only `https://ollama.com` requires one. It is never read from the environment. */
  readonly apiKey?: string | undefined;
}

/**
 * Ollama's own chat API, through its official SDK. The default base URL is `http://127.0.0.1:11434`;
 * `https://ollama.com` requires a key.
 *
 * The SDK makes the request. This package decodes the lines, because the SDK's iterator drops lines that are not JSON,
 * and reads on after its consumer has left. The API cannot force a tool call: only `none` of `toolChoice` has an
 * effect.
 *
 * @throws {TypeError} When the key is an empty string, or the base URL is not an http(s) URL.
 *
 * @example
 * ```ts
 * ollamaChat().id; // "ollama-chat"
 * ```
 */
export function ollamaChat(settings: OllamaSettings = {}): Provider {
  return endpointProvider(settings, {
    id: "ollama-chat",
    tools: "whole",
    call(client, request) {
      const body = chatBodyOf(request, settings);
      return request.stream === false
        ? client.chat({ ...body, stream: false })
        : client.chat({ ...body, stream: true });
    },
  });
}

/**
 * Ollama's `/api/generate`, which continues a prompt, for models without a chat template. Otherwise like
 * {@link ollamaChat}.
 *
 * The endpoint has no turns and no tools. A single user message is the prompt, system messages have their own field,
 * and a longer conversation becomes a transcript in the prompt. A request with tools fails as `unexpected`.
 *
 * @throws {TypeError} When the key is an empty string, or the base URL is not an http(s) URL.
 *
 * @example
 * ```ts
 * ollamaGenerate({ keepAlive: "10m" }).capabilities.tools; // "none"
 * ```
 */
export function ollamaGenerate(settings: OllamaSettings = {}): Provider {
  return endpointProvider(settings, {
    id: "ollama-generate",
    tools: "none",
    call(client, request) {
      const body = generateBodyOf(request, settings);
      return request.stream === false
        ? client.generate({ ...body, stream: false })
        : client.generate({ ...body, stream: true });
    },
  });
}

interface OllamaEndpoint {
  readonly id: string;
  readonly tools: Capabilities["tools"];
  call(client: Ollama, request: ChatRequest): Promise<unknown>;
}

const DEFAULT_BASE_URL = "http://127.0.0.1:11434";

/**
 * Every request gets its own client: creating one takes a microsecond, and a client keeps every stream that was not
 * read to its end.
 */
function endpointProvider(
  settings: OllamaSettings,
  { id, tools, call }: OllamaEndpoint,
): Required<Provider> {
  const { apiKey, baseUrl = DEFAULT_BASE_URL } = settings;
  if (apiKey !== undefined) requireKey(apiKey, "OLLAMA_API_KEY");
  requireHttpUrl(baseUrl);
  const secrets = apiKey === undefined ? [] : [apiKey];
  const endpoint: Endpoint = { baseUrl, fetch: settings.fetch, secrets };

  /** The SDK does not accept a signal, and reads a key from the environment. */
  function clientFor(signal: AbortSignal, fetch: Fetch): Ollama {
    return new Ollama({
      host: baseUrl,
      fetch: (input, init) => {
        const headers = new Headers(init?.headers);
        if (apiKey === undefined) headers.delete("authorization");
        else headers.set("authorization", `Bearer ${apiKey}`);
        const signals = [signal, ...(init?.signal ? [init.signal] : [])];
        return fetch(input, { ...init, headers, signal: AbortSignal.any(signals) });
      },
    });
  }

  const decoderFor = (request: ChatRequest, { number }: Attempt) =>
    ollamaDecoder({ provider: id, model: request.model, requestId: undefined, attempt: number });

  const streamDecodedHere: Provider["stream"] = (request, attempt) =>
    streamAnswer(attempt, async () => {
      const framing = request.stream === false ? jsonFraming : ndjsonFraming;
      const answer = await openResponse(attempt, endpoint, {
        accepts: framing.accepts,
        send: (fetch) => call(clientFor(attempt.signal, withoutBody(fetch)), request),
      });
      return { answer, reader: answerDecoder(framing, decoderFor(request, attempt)) };
    });

  const streamDecodedBySdk: Provider["stream"] = (request, attempt) =>
    readSdkStream(attempt, async (signal) => {
      const answer = await sendRequest(attempt, endpoint, {
        send: (fetch) => call(clientFor(signal, fetch), request),
        receive: (response) => response,
      });
      return { chunks: linesOf(answer), decoder: decoderFor(request, attempt), isSent, secrets };
    });

  return {
    id,
    capabilities: {
      resume: "continuation",
      usage: "always",
      tools,
      reasoning: "text",
      images: true,
      seed: true,
    },
    stream: settings.decode === "sdk" ? streamDecodedBySdk : streamDecodedHere,
    async listModels(attempt) {
      const list = await requestJson(attempt, endpoint, (fetch) =>
        clientFor(attempt.signal, withoutBody(fetch)).list(),
      );
      return asList(dig(list, "models")).flatMap((model) => asText(dig(model, "name")) ?? []);
    },
  };
}

/** The SDK reads a body that is not streamed, so it gets another one than this package decodes. */
function withoutBody(fetch: Fetch): Fetch {
  return async (...request) => {
    await fetch(...request);
    return new Response("{}");
  };
}

async function* linesOf(answer: unknown): AsyncGenerator {
  if (!isAbortable(answer)) {
    yield answer;
    return;
  }
  try {
    yield* answer;
  } catch (error) {
    // The decoder reports the missing `done`.
    if (!isEndWithoutDone(error)) throw error;
  } finally {
    // Otherwise the SDK reads on, and the model stays busy.
    answer.abort();
  }
}

function isAbortable(value: unknown): value is AsyncIterable<unknown> & { abort(): void } {
  return typeof value === "object" && value !== null && Symbol.asyncIterator in value;
}

/**
 * Whether the body has ended without `done`. The SDK throws the same plain `Error` as for an error that the server sent,
 * so only the message differs. To add a `done` to the body instead would cost 2 µs per line, where the SDK takes 3.
 */
function isEndWithoutDone(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith("Did not receive done");
}

/** The SDK throws a plain `Error` for an error that the server sent, and passes the platform's errors on. */
function isSent(error: unknown): boolean {
  return error instanceof Error && error.constructor === Error && error.cause === undefined;
}

/**
 * Returns the URL for a value of `OLLAMA_HOST`: a host, a port, both, or a URL. The address for all interfaces only
 * makes sense to a server; it becomes the loopback address.
 *
 * @returns The value itself if it is not valid.
 */
export function ollamaUrl(host: string): string {
  const hasScheme = /^https?:\/\//iu.test(host);
  const url = URL.parse(
    hasScheme ? host : `http://${host.startsWith(":") ? "127.0.0.1" : ""}${host}`,
  );
  if (url === null) return host;
  if (!hasScheme && !/:\d+(?:\/|$)/u.test(host)) url.port = "11434";
  if (url.hostname === "0.0.0.0" || url.hostname === "[::]") url.hostname = "127.0.0.1";
  return url.href.replace(/\/+$/u, "");
}
