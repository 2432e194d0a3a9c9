import { Ollama } from "ollama/browser";

import { asList, asText, dig } from "../../wire/index.ts";
import { jsonFraming, ndjsonFraming } from "../decode/framing.ts";
import { answerDecoder } from "../decode/answer-decoder.ts";
import { streamAnswer } from "../decode/stream-answer.ts";
import { requireHttpUrl, requireKey, type SdkSettings } from "../http/http-settings.ts";
import { readSdkStream } from "../http/read-sdk-stream.ts";
import { requestJson } from "../http/request-json.ts";
import { type Endpoint, type Fetch, openResponse, sendRequest } from "../http/send-request.ts";
import type { Attempt, Provider, ProviderRead } from "../provider.ts";
import type { Capabilities } from "../request/capabilities.ts";
import type { ChatRequest } from "../request/chat-request.ts";
import { ollamaDecoder } from "./decoder.ts";
import type { OllamaDefaults } from "./request.ts";

/** Endpoint, and settings of every request. */
export interface OllamaSettings extends Omit<SdkSettings, "apiKey">, OllamaDefaults {
  /** Only `https://ollama.com` requires one. It is never read from the environment. */
  readonly apiKey?: string | undefined;
}

/** The parts in which Ollama's two endpoints differ. */
export interface OllamaParts {
  readonly id: string;
  readonly tools: Capabilities["tools"];
  readonly settings: OllamaSettings;
  call(client: Ollama, request: ChatRequest): Promise<unknown>;
}

const DEFAULT_BASE_URL = "http://127.0.0.1:11434";

/**
 * A provider for one of Ollama's endpoints. Its SDK makes the requests; the answers are decoded here or, for
 * comparison, by the SDK.
 *
 * Every request gets its own client: creating one takes a microsecond, and a client keeps every stream that was not
 * read to its end.
 *
 * @throws {TypeError} When the key is an empty string, or the base URL is not an http(s) URL.
 */
export function endpointProvider({
  id,
  tools,
  settings,
  call,
}: OllamaParts): Pick<Provider, "id" | "capabilities" | "stream"> &
  Required<Pick<Provider, "listModels">> {
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

  const streamDecodedHere = (
    request: ChatRequest,
    attempt: Attempt,
  ): AsyncGenerator<ProviderRead> =>
    streamAnswer(attempt, async () => {
      const framing = request.stream === false ? jsonFraming : ndjsonFraming;
      const answer = await openResponse(attempt, endpoint, {
        accepts: framing.accepts,
        send: (fetch) => call(clientFor(attempt.signal, withoutBody(fetch)), request),
      });
      return { answer, reader: answerDecoder(framing, decoderFor(request, attempt)) };
    });

  const streamDecodedBySdk = (
    request: ChatRequest,
    attempt: Attempt,
  ): AsyncGenerator<ProviderRead> =>
    readSdkStream(attempt, async (signal) => {
      const answer = await sendRequest(attempt, endpoint, {
        send: (fetch) => call(clientFor(signal, fetch), request),
        receive: request.stream === false ? (response) => response : withEndOfBody,
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

/** A line for the SDK's iterator at the end of a body. */
const END_OF_BODY = JSON.stringify({ done: true, endOfBody: true });
const LINE_FEED = 0x0a;

/**
 * Adds a last line to a body. If the body ends without `done`, the SDK's iterator would throw the same plain `Error` as
 * for an error that the server reports; with this line, it ends, and the decoder reports the missing `done`.
 */
function withEndOfBody(response: Response): Response {
  const { body, status, headers } = response;
  if (body === null) return response;
  let lastByte: number | undefined = LINE_FEED;
  const appended = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      lastByte = chunk.at(-1) ?? lastByte;
      controller.enqueue(chunk);
    },
    flush(controller) {
      const separator = lastByte === LINE_FEED ? "" : "\n";
      controller.enqueue(new TextEncoder().encode(`${separator}${END_OF_BODY}\n`));
    },
  });
  return new Response(body.pipeThrough(appended), { status, headers });
}

async function* linesOf(answer: unknown): AsyncGenerator {
  if (!isAbortable(answer)) {
    yield answer;
    return;
  }
  try {
    for await (const line of answer) if (dig(line, "endOfBody") !== true) yield line;
  } finally {
    // Otherwise the SDK reads on, and the model stays busy.
    answer.abort();
  }
}

function isAbortable(value: unknown): value is AsyncIterable<unknown> & { abort(): void } {
  return typeof value === "object" && value !== null && Symbol.asyncIterator in value;
}

/** The SDK throws a plain `Error` for an error that the server sent, and passes the platform's errors on. */
function isSent(error: unknown): boolean {
  return error instanceof Error && error.constructor === Error && error.cause === undefined;
}
