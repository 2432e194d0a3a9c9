import { asList, asText, dig } from "../../wire/index.ts";
import { allPages } from "../http/all-pages.ts";
import type { ChatRequest } from "../request/chat-request.ts";
import { type Endpoint, openResponse } from "../http/send-request.ts";
import { type Framing, jsonArrayFraming, jsonFraming } from "../decode/framing.ts";
import { geminiDecoder } from "./decoder.ts";
import { requestBodyOf, type GeminiThinking } from "./request.ts";
import { type HttpSettings, requireHttpUrl, requireKey } from "../http/http-settings.ts";
import type { Attempt, Provider } from "../provider.ts";
import { answerDecoder } from "../decode/answer-decoder.ts";
import { streamAnswer } from "../decode/stream-answer.ts";
import { requestJson } from "../http/request-json.ts";
import { sseFraming } from "../decode/sse-framing.ts";

/** Endpoint, API key and options. */
export interface GeminiSettings extends HttpSettings {
  /** Sent in a header, never in a URL. */
  readonly apiKey: string;
  /**
   * How the answer is framed: as server-sent events, or as one JSON array. The array is Gemini's default, and some
   * proxies send nothing else.
   *
   * @defaultValue `"sse"`
   */
  readonly framing?: "sse" | "json-array" | undefined;
  /**
   * How models take `reasoning`: as a token `budget` or as a `level`. Each model refuses the other.
   *
   * @defaultValue `budget` for models before Gemini 3, `level` for all others
   */
  readonly thinking?: GeminiThinking | undefined;
}

const DEFAULT_BASE_URL = "https://generativelanguage.googleapis.com/v1beta";

/** Models before Gemini 3, and models that do not think. No model will be added. */
const THINKS_BY_BUDGET = /gemini-[12](?!\d)|gemma/u;

/**
 * Google's Gemini, through its REST API. The base URL includes the version; the default is
 * `https://generativelanguage.googleapis.com/v1beta`.
 *
 * This package does not use Google's SDK, which ends normally when an answer was cut off, and reads on after its
 * consumer has left. Thoughts come as summaries. Calls come whole; arguments that a gateway streams (`partialArgs`) are
 * assembled. An answer that ends with an invalid call (`MALFORMED_FUNCTION_CALL`, `UNEXPECTED_TOOL_CALL`) fails as
 * `provider-error`, after everything that was received.
 *
 * @throws {TypeError} When the key is empty, or the base URL is not an http(s) URL.
 *
 * @see {@link https://ai.google.dev/api/generate-content}
 *
 * @example
 * ```ts
 * gemini({ apiKey: "key", framing: "json-array" }).capabilities.tools; // "whole"
 * ```
 */
export function gemini(settings: GeminiSettings): Provider {
  const { apiKey, baseUrl = DEFAULT_BASE_URL, fetch } = settings;
  requireKey(apiKey, "GEMINI_API_KEY");
  requireHttpUrl(baseUrl);
  const endpoint: Endpoint = { baseUrl, fetch, secrets: [apiKey] };
  const root = baseUrl.replace(/\/+$/u, "");
  const headers = { "x-goog-api-key": apiKey, "content-type": "application/json" };

  function streamWith<Message>(
    request: ChatRequest,
    attempt: Attempt,
    { method, framing }: { readonly method: string; readonly framing: Framing<Message> },
  ) {
    const { model } = request;
    const { signal, number } = attempt;
    const thinking = settings.thinking ?? (THINKS_BY_BUDGET.test(model) ? "budget" : "level");
    return streamAnswer(attempt, async () => {
      const answer = await openResponse(attempt, endpoint, {
        accepts: framing.accepts,
        send: (send) =>
          send(`${root}/${pathOf(model)}:${method}`, {
            method: "POST",
            headers,
            body: JSON.stringify(requestBodyOf(request, thinking)),
            signal,
          }),
      });
      const origin = { provider: "gemini", model, requestId: undefined, attempt: number };
      return { answer, reader: answerDecoder(framing, geminiDecoder(origin)) };
    });
  }

  function listModels(attempt: Attempt): Promise<readonly string[]> {
    return allPages(async (name) => {
      const page = name === undefined ? "" : `&pageToken=${encodeURIComponent(name)}`;
      const list = await requestJson(attempt, endpoint, (send) =>
        send(`${root}/models?pageSize=1000${page}`, { headers, signal: attempt.signal }),
      );
      return {
        entries: asList(dig(list, "models")).flatMap(nameIn),
        next: asText(dig(list, "nextPageToken")),
      };
    });
  }

  return {
    id: "gemini",
    capabilities: {
      resume: "continuation",
      usage: "always",
      tools: "whole",
      reasoning: "summary",
      images: true,
      seed: true,
    },
    stream(request, attempt) {
      if (request.stream === false) return streamWith(request, attempt, WHOLE);
      return settings.framing === "json-array"
        ? streamWith(request, attempt, JSON_ARRAY)
        : streamWith(request, attempt, EVENTS);
    },
    listModels,
  };
}

const EVENTS = { method: "streamGenerateContent?alt=sse", framing: sseFraming };
const JSON_ARRAY = { method: "streamGenerateContent", framing: jsonArrayFraming };
const WHOLE = { method: "generateContent", framing: jsonFraming };

/** The names of tuned models contain their own path. */
function pathOf(model: string): string {
  const path = model.includes("/") ? model : `models/${model}`;
  return path.split("/").map(encodeURIComponent).join("/");
}

/** The name of a model that can answer. Others only compute embeddings. */
function nameIn(model: unknown): string[] {
  const name = asText(dig(model, "name"));
  const methods = asList(dig(model, "supportedGenerationMethods"));
  return name === undefined || !methods.includes("generateContent")
    ? []
    : [name.replace(/^models\//u, "")];
}
