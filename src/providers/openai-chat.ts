import OpenAI, { APIConnectionError, APIError } from "openai";

import { StreamError } from "../events/index.ts";
import { readAhead, type ReadAhead, sseParser } from "../wire/index.ts";
import { openAiChatDecoder } from "./openai-chat-decoder.ts";
import type { ChatRequest, Provider } from "./provider.ts";
import { readBody } from "./read-body.ts";
import { retryAfterMs } from "./retry-after.ts";

/** Whom to ask, and with which key. */
export interface OpenAiChatSettings {
  /** Servers without authentication take any text; it must not be empty. */
  readonly apiKey: string;
  /**
   * Where the API begins, `/v1` included: any server that speaks this wire.
   *
   * @defaultValue `"https://api.openai.com/v1"`
   */
  readonly baseUrl?: string;
  /** For tests and proxies. */
  readonly fetch?: typeof globalThis.fetch;
}

const ID = "openai-chat";
const DEFAULT_BASE_URL = "https://api.openai.com/v1";

/** No provider's explanation is longer; a proxy's HTML page is. */
const DETAIL_CHARS = 500;

/**
 * Chat completions by OpenAI's official SDK, of OpenAI or any server that speaks its wire (vLLM,
 * llama.cpp, LM Studio, Ollama's `/v1`).
 *
 * The SDK makes the request: authentication, parameters, errors. The body is decoded here, because
 * the SDK's own iterator ends normally when the answer was cut off. Its retries are off: those are
 * the session's.
 *
 * @throws {TypeError} When the key is empty, or the base URL is not an http(s) URL.
 *
 * @example
 * ```ts
 * openAiChat({ apiKey: "none", baseUrl: "http://127.0.0.1:8000/v1" }).id; // "openai-chat"
 * ```
 */
export function openAiChat(settings: OpenAiChatSettings): Provider {
  const { apiKey, baseUrl = DEFAULT_BASE_URL } = settings;
  if (apiKey === "") {
    throw new TypeError("Cannot call the provider as apiKey must not be empty: set OPENAI_API_KEY");
  }
  requireHttpUrl(baseUrl);

  const clients = clientPool({ apiKey, baseUrl });

  return {
    id: ID,
    async *stream(request, attempt) {
      const fetch = attempt.fetch ?? settings.fetch ?? globalThis.fetch;
      let body: ReadAhead | undefined;
      const response = await clients.withFetch(
        async (input, init) => {
          attempt.onStage("sent", attempt.clock.now());
          const answer = await fetch(input, init);
          attempt.onStage("headers", attempt.clock.now());
          if (!isEventStream(answer)) return answer;
          // Read from here on: until the SDK has made up its mind, a reset would drop what came.
          body = readAhead(answer.body, attempt.clock);
          const { status, headers } = answer;
          return new Response(null, { status, headers });
        },
        (client) =>
          client.chat.completions
            .create(bodyOf(request), { signal: attempt.signal })
            .asResponse()
            .catch((error: unknown) => {
              attempt.signal.throwIfAborted();
              throw streamErrorOf(error, { baseUrl, apiKey, wallMs: attempt.clock.wallMs() });
            }),
      );
      if (body === undefined) throw await notAStream(response);
      yield* readBody(body, attempt, {
        parser: sseParser(),
        decoder: openAiChatDecoder({
          provider: ID,
          model: request.model,
          requestId: response.headers.get("x-request-id") ?? undefined,
          attempt: attempt.number,
        }),
      });
    },
  };
}

type Fetch = typeof globalThis.fetch;

/**
 * Clients that are used again: the SDK takes its `fetch` once for a client, and ours is another for each
 * attempt; making a client for each costs about a millisecond of the time to first token.
 */
function clientPool({ apiKey, baseUrl }: { readonly apiKey: string; readonly baseUrl: string }) {
  interface Slot {
    readonly client: OpenAI;
    fetch: Fetch;
  }
  const free: Slot[] = [];

  function slotFor(fetch: Fetch): Slot {
    const used = free.pop();
    if (used !== undefined) {
      used.fetch = fetch;
      return used;
    }
    const client = new OpenAI({
      apiKey,
      baseURL: baseUrl,
      maxRetries: 0,
      // A notebook's kernel may look like a browser; the key is the user's own, on the user's machine.
      dangerouslyAllowBrowser: true,
      fetch: (input, init) => slot.fetch(input, init),
    });
    const slot: Slot = { client, fetch };
    return slot;
  }

  return {
    async withFetch<T>(fetch: Fetch, use: (client: OpenAI) => Promise<T>): Promise<T> {
      const slot = slotFor(fetch);
      try {
        return await use(slot.client);
      } finally {
        free.push(slot);
      }
    },
  };
}

function bodyOf(request: ChatRequest): OpenAI.Chat.ChatCompletionCreateParamsStreaming {
  const { model, messages, temperature, maxOutputTokens, stop, seed } = request;
  return {
    model,
    messages: messages.map(({ role, content }) => ({ role, content })),
    stream: true,
    stream_options: { include_usage: true },
    ...(temperature === undefined ? {} : { temperature }),
    // OpenAI's newer models refuse `max_tokens`; servers that know only that one are a matter of
    // capabilities.
    ...(maxOutputTokens === undefined ? {} : { max_completion_tokens: maxOutputTokens }),
    ...(stop === undefined ? {} : { stop: [...stop] }),
    ...(seed === undefined ? {} : { seed }),
  };
}

function isEventStream(
  response: Response,
): response is Response & { readonly body: ReadableStream<Uint8Array> } {
  const contentType = response.headers.get("content-type");
  return (
    response.ok && response.body !== null && contentType?.startsWith("text/event-stream") === true
  );
}

async function notAStream(response: Response): Promise<StreamError> {
  await response.body?.cancel();
  const contentType = response.headers.get("content-type") ?? undefined;
  return new StreamError({ code: "wrong-content-type", contentType });
}

function streamErrorOf(
  error: unknown,
  { baseUrl, apiKey, wallMs }: { baseUrl: string; apiKey: string; wallMs: number },
): unknown {
  if (error instanceof APIConnectionError) {
    const cause = causeOf(error);
    return new StreamError({ code: "connection-failed", url: baseUrl, cause }, { cause: error });
  }
  if (error instanceof APIError && error.status !== undefined) {
    // Some servers repeat the key in their complaint about it.
    const detail = error.message.replaceAll(apiKey, "[key]").slice(0, DETAIL_CHARS);
    const waitMs = error.headers === undefined ? undefined : retryAfterMs(error.headers, wallMs);
    return new StreamError(
      { code: "http-status", status: error.status, detail, retryAfterMs: waitMs },
      { cause: new Error(detail) },
    );
  }
  return error;
}

/** The innermost reason: the SDK wraps fetch's error, which wraps the socket's. */
function causeOf(error: Error): string {
  let innermost: Error = error;
  while (innermost.cause instanceof Error) innermost = innermost.cause;
  const code = "code" in innermost && typeof innermost.code === "string" ? innermost.code : "";
  return innermost.message === "" ? code : innermost.message;
}

function requireHttpUrl(url: string): void {
  const protocol = URL.parse(url)?.protocol;
  if (protocol === "http:" || protocol === "https:") return;
  throw new TypeError(
    `Cannot call the provider as baseUrl must be an http or https URL: current value is "${url}"`,
  );
}
