import { asList, asText, dig } from "../../wire/index.ts";
import { allPages } from "../http/all-pages.ts";
import type { ChatRequest } from "../request/chat-request.ts";
import { type Endpoint, openResponse } from "../http/send-request.ts";
import { type Framing, jsonArrayFraming, jsonFraming } from "../decode/framing.ts";
import { geminiDecoder } from "./decoder.ts";
import { requestBodyOf, type GeminiThinking } from "./request.ts";
import { type HttpSettings, requireHttpUrl, requireKey } from "../http/http-settings.ts";
import type { Attempt, Provider, ProviderRead } from "../provider.ts";
import { answerDecoder, streamAnswer } from "../decode/stream-answer.ts";
import { requestJson } from "../http/request-json.ts";
import { sseFraming } from "../decode/sse-framing.ts";

/** With which key to ask Gemini, and how it is to answer. */
export interface GeminiSettings extends HttpSettings {
  /** Goes into a header, never into an address. */
  readonly apiKey: string;
  /**
   * How the answer is framed: as server-sent events, or as one JSON array, which is what Gemini sends where
   * nobody asks for events, and some proxies always.
   *
   * @defaultValue `"sse"`
   */
  readonly framing?: "sse" | "json-array";
  /**
   * How models take `reasoning`: as a `budget` of tokens or as a `level`. Each refuses the other.
   *
   * @defaultValue `budget` for models before Gemini 3, `level` for all others
   */
  readonly thinking?: GeminiThinking;
}

const DEFAULT_BASE_URL = "https://generativelanguage.googleapis.com/v1beta";

/** The models before Gemini 3, and those that do not think. No model will be added. */
const THINKS_BY_BUDGET = /gemini-[12](?!\d)|gemma/u;

/**
 * Google's Gemini, by its REST interface. The base URL includes the version and is
 * `https://generativelanguage.googleapis.com/v1beta` where none is given.
 *
 * There is no SDK in between: Google's ends normally when an answer was cut off, and reads on when its
 * consumer leaves. Thoughts come as summaries. Calls come whole; arguments that a gateway streams
 * (`partialArgs`) are assembled. An answer that ends with a call that could not be made
 * (`MALFORMED_FUNCTION_CALL`, `UNEXPECTED_TOOL_CALL`) fails as `provider-error`, after what was received.
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

  function answer<Message>(
    request: ChatRequest,
    attempt: Attempt,
    { method, framing }: Way<Message>,
  ): AsyncGenerator<ProviderRead> {
    const { model } = request;
    const { signal } = attempt;
    return streamAnswer(attempt, async () => {
      const opened = await openResponse(attempt, endpoint, {
        accepts: framing.accepts,
        send: (fetchIt) =>
          fetchIt(`${root}/${pathOf(model)}:${method}`, {
            method: "POST",
            headers,
            body: JSON.stringify(requestBodyOf(request, settings.thinking ?? thinkingOf(model))),
            signal,
          }),
      });
      const decoder = geminiDecoder({
        provider: "gemini",
        model,
        requestId: undefined,
        attempt: attempt.number,
      });
      return { answer: opened, reader: answerDecoder(framing, decoder) };
    });
  }

  function stream(request: ChatRequest, attempt: Attempt): AsyncGenerator<ProviderRead> {
    if (request.stream === false) return answer(request, attempt, WHOLE);
    return settings.framing === "json-array"
      ? answer(request, attempt, JSON_ARRAY)
      : answer(request, attempt, EVENTS);
  }

  function listModels(attempt: Attempt): Promise<readonly string[]> {
    return allPages(async (name) => {
      const page = name === undefined ? "" : `&pageToken=${encodeURIComponent(name)}`;
      const list = await requestJson(attempt, endpoint, (fetchIt) =>
        fetchIt(`${root}/models?pageSize=1000${page}`, { headers, signal: attempt.signal }),
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
    stream,
    listModels,
  };
}

/** A method of the models' resource, and how it answers. */
interface Way<Message> {
  readonly method: string;
  readonly framing: Framing<Message>;
}

const EVENTS = { method: "streamGenerateContent?alt=sse", framing: sseFraming };
const JSON_ARRAY = { method: "streamGenerateContent", framing: jsonArrayFraming };
const WHOLE = { method: "generateContent", framing: jsonFraming };

function thinkingOf(model: string): GeminiThinking {
  return THINKS_BY_BUDGET.test(model) ? "budget" : "level";
}

/** Tuned models have a place of their own, which their names say. */
function pathOf(model: string): string {
  const path = model.includes("/") ? model : `models/${model}`;
  return path.split("/").map(encodeURIComponent).join("/");
}

/** The name of a model that answers; there are some that only embed. */
function nameIn(model: unknown): string[] {
  const name = asText(dig(model, "name"));
  const methods = asList(dig(model, "supportedGenerationMethods"));
  return name === undefined || !methods.includes("generateContent")
    ? []
    : [name.replace(/^models\//u, "")];
}
