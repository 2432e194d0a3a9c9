import type { AnswerOrigin } from "../decode/answer-writer.ts";
import type { ChatRequest } from "../request/chat-request.ts";
import type { SdkSettings } from "../http/http-settings.ts";
import { isSentByOpenAi, openAiClients } from "./client.ts";
import { openAiModels } from "./models.ts";
import { eventsOfResponse, openAiResponsesDecoder } from "./responses-decoder.ts";
import { responsesBodyOf } from "./responses-request.ts";
import type { Provider } from "../provider.ts";
import { sdkProvider } from "../http/sdk-provider.ts";

/** Whom to ask, with which key, and whether answers outlive their connection. */
export interface OpenAiResponsesSettings extends SdkSettings {
  /**
   * Whether a streamed answer is generated in the background and kept by OpenAI, so that a stream that broke
   * off can be taken up where it stopped (`starting_after`). Without, nothing is stored.
   *
   * @defaultValue `false`
   */
  readonly resumable?: boolean;
}

/**
 * OpenAI's Responses API by its official SDK. The base URL includes `/v1` and is
 * `https://api.openai.com/v1` where none is given.
 *
 * The conversation is sent whole with each request: system messages at its beginning as `instructions`, all
 * else as `input`. Where `reasoning` is asked for, so is a summary of it: the reasoning itself is not shown.
 * This wire has no seed, which is left out, and no stop texts, which are refused.
 *
 * @throws {TypeError} When the key is empty, or the base URL is not an http(s) URL.
 *
 * @see {@link https://platform.openai.com/docs/api-reference/responses-streaming}
 *
 * @example
 * ```ts
 * const openAi = openAiResponses({ apiKey: "none", resumable: true });
 * openAi.id; // "openai-responses"
 * openAi.capabilities.resume; // "native"
 * ```
 */
export function openAiResponses(settings: OpenAiResponsesSettings): Provider {
  const { decode = "own", resumable = false } = settings;
  const openAi = openAiClients(settings);
  return {
    ...sdkProvider({
      id: "openai-responses",
      capabilities: {
        resume: resumable ? "native" : "continuation",
        usage: "always",
        tools: "deltas",
        reasoning: "summary",
        images: true,
        seed: false,
      },
      decode,
      endpoint: openAi.endpoint,
      clients: openAi.clients,
      call: (client, request: ChatRequest, signal) =>
        client.responses.create(responsesBodyOf(request, { resumable }), { signal }),
      decoder: (origin: AnswerOrigin) => openAiResponsesDecoder(origin),
      chunksOf: eventsOfResponse,
      isSent: isSentByOpenAi,
      requestIdHeader: "x-request-id",
    }),
    listModels: openAiModels(openAi),
  };
}
