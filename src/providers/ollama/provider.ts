import { Ollama } from "ollama/browser";

import { asList, asText, dig } from "../../wire/index.ts";
import type { Capabilities } from "../request/capabilities.ts";
import type { ChatRequest } from "../request/chat-request.ts";
import { sendRequest, type Fetch, type Endpoint, openResponse } from "../http/send-request.ts";
import { ndjsonFraming, jsonFraming } from "../decode/framing.ts";
import { requireHttpUrl, requireKey, type SdkSettings } from "../http/http-settings.ts";
import { ollamaDecoder } from "./decoder.ts";
import type { OllamaDefaults } from "./request.ts";
import type { Attempt, Provider, ProviderRead } from "../provider.ts";
import { answerDecoder, streamAnswer } from "../decode/stream-answer.ts";
import { readSdkStream } from "../http/read-sdk-stream.ts";
import { requestJson } from "../http/request-json.ts";

/** Which Ollama to ask, and what it is told beside the request. */
export interface OllamaSettings extends Omit<SdkSettings, "apiKey">, OllamaDefaults {
  /** Only `https://ollama.com` wants one. It is never taken from the environment. */
  readonly apiKey?: string;
}

/** What tells one of Ollama's endpoints from the other. */
export interface OllamaParts {
  readonly id: string;
  readonly capabilities: Capabilities;
  readonly settings: OllamaSettings;
  call(client: Ollama, request: ChatRequest): Promise<unknown>;
}

const DEFAULT_BASE_URL = "http://127.0.0.1:11434";

/**
 * A provider whose requests Ollama's SDK makes, and whose lines are read here or, for comparison, there.
 *
 * Every request has a client of its own: making one costs a microsecond, and a client keeps every stream
 * that was not read to its end.
 *
 * @throws {TypeError} When the key is the empty text, or the base URL is not an http(s) URL.
 */
export function ollamaProvider({
  id,
  capabilities,
  settings,
  call,
}: OllamaParts): Pick<Provider, "id" | "capabilities" | "stream"> &
  Required<Pick<Provider, "listModels">> {
  const { apiKey, baseUrl = DEFAULT_BASE_URL } = settings;
  if (apiKey !== undefined) requireKey(apiKey, "OLLAMA_API_KEY");
  requireHttpUrl(baseUrl);
  const endpoint: Endpoint = {
    baseUrl,
    fetch: settings.fetch,
    secrets: apiKey === undefined ? [] : [apiKey],
  };

  /** The SDK passes on no signal of ours, and takes a key from the environment. */
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

  const own = (request: ChatRequest, attempt: Attempt): AsyncGenerator<ProviderRead> =>
    streamAnswer(attempt, async () => {
      const framing = request.stream === false ? jsonFraming : ndjsonFraming;
      const answer = await openResponse(attempt, endpoint, {
        accepts: framing.accepts,
        send: (fetch) => call(clientFor(attempt.signal, emptyHanded(fetch)), request),
      });
      return { answer, reader: answerDecoder(framing, decoderFor(request, attempt)) };
    });

  const bySdk = (request: ChatRequest, attempt: Attempt): AsyncGenerator<ProviderRead> =>
    readSdkStream(attempt, async (signal) => {
      const answer = await sendRequest(attempt, endpoint, {
        send: (fetch) => call(clientFor(signal, fetch), request),
        receive: (received) => received,
      });
      return {
        chunks: linesOf(answer),
        decoder: decoderFor(request, attempt),
        isSent: isSentByOllama,
        secrets: endpoint.secrets,
      };
    });

  return {
    id,
    capabilities,
    stream: settings.decode === "sdk" ? bySdk : own,
    async listModels(attempt) {
      const list = await requestJson(attempt, endpoint, (fetch) =>
        clientFor(attempt.signal, emptyHanded(fetch)).list(),
      );
      return asList(dig(list, "models")).flatMap((model) => asText(dig(model, "name")) ?? []);
    },
  };
}

/** The SDK reads what is not streamed, so it is given a body that can be read: the answer's is ours. */
function emptyHanded(fetch: Fetch): Fetch {
  return async (...request) => {
    await fetch(...request);
    return new Response("{}");
  };
}

/** The SDK's iterator throws where the sign of completion is missing: that is for the decoder to say. */
async function* linesOf(answer: unknown): AsyncGenerator {
  if (!isStoppable(answer)) {
    yield answer;
    return;
  }
  try {
    yield* answer;
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith("Did not receive done"))) throw error;
  } finally {
    // Without it the SDK reads on, and the model is kept busy.
    answer.abort();
  }
}

function isStoppable(value: unknown): value is AsyncIterable<unknown> & { abort(): void } {
  return typeof value === "object" && value !== null && Symbol.asyncIterator in value;
}

/** The SDK throws a plain error for what the server said, and passes on what the platform throws. */
function isSentByOllama(error: unknown): boolean {
  return error instanceof Error && error.constructor === Error && error.cause === undefined;
}
