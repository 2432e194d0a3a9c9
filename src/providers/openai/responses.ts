import type { SdkSettings } from "../http/http-settings.ts";
import type { Provider } from "../provider.ts";
import { clientsFor, endpointProvider } from "./client.ts";
import { eventsOfResponse, responsesDecoder } from "./responses-decoder.ts";
import { responsesBodyOf } from "./responses-request.ts";

/** Endpoint and API key, and whether answers outlive their connection. */
export interface OpenAiResponsesSettings extends SdkSettings {
  /**
   * Whether OpenAI generates a streamed answer in the background and stores it, so that a broken stream can be resumed
   * at the same position (`starting_after`). If `false`, nothing is stored.
   *
   * @defaultValue `false`
   */
  readonly resumable?: boolean | undefined;
}

/**
 * Responses API, through OpenAI's official SDK. The base URL includes `/v1`; the default is
 * `https://api.openai.com/v1`.
 *
 * Each request sends the whole conversation: leading system messages as `instructions`, everything else as `input`.
 * With `reasoning`, a request includes `summary`, because the reasoning itself is not returned. This API has no
 * seed (it is ignored) and no stop sequences (a request with some is refused).
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
  const { decode, resumable = false } = settings;
  return endpointProvider(clientsFor(settings), {
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
    call: (client, request, signal) =>
      client.responses.create(responsesBodyOf(request, { resumable }), { signal }),
    decoder: responsesDecoder,
    chunksOf: eventsOfResponse,
  });
}
