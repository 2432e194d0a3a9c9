import Anthropic, { APIError } from "@anthropic-ai/sdk";

import { anthropicDecoder, eventsOfMessage } from "./decoder.ts";
import { messagesBodyOf } from "./request.ts";
import type { ChatRequest } from "../request/chat-request.ts";
import { requireHttpUrl, requireKey, type SdkSettings } from "../http/http-settings.ts";
import type { Capabilities, Provider } from "../provider.ts";
import { SDK_OPTIONS, type SdkClients, sdkClients, sdkModels } from "../http/sdk-clients.ts";
import { sdkProvider } from "../http/sdk-provider.ts";

/** Endpoint and API key. */
export interface AnthropicMessagesSettings extends SdkSettings {
  /**
   * Whether the models continue an answer whose beginning they get: those up to 4.5 do, later ones refuse it. Decides
   * `capabilities.resume`.
   *
   * @defaultValue `false`
   */
  readonly prefill?: boolean | undefined;
}

export function anthropicCapabilities({
  prefill = false,
}: Pick<AnthropicMessagesSettings, "prefill">): Capabilities {
  return {
    resume: prefill ? "prefill" : "continuation",
    usage: "always",
    tools: "deltas",
    reasoning: "summary",
    images: true,
    seed: false,
  };
}

/** The last API version that has `temperature`, for the models that still accept it. */
const WITH_TEMPERATURE = { "anthropic-version": "2023-06-01" };

/**
 * Messages API, through Anthropic's official SDK. The default base URL is `https://api.anthropic.com`; a `/v1` at its
 * end is optional.
 *
 * - The API requires an output limit: 16,000 tokens without `maxOutputTokens`.
 * - `reasoning` is sent to models up to 4.5 as a budget of 2,000, 8,000 or 16,000 tokens, and to later ones as an
 *   effort. Both get the same number of tokens in addition to those of the answer. With a budget, no model can continue
 *   a turn that it began (after a tool's result, or after a prefix): such a request is sent without `reasoning`.
 *   Models that always think refuse `none`.
 * - `temperature` uses the API version that has it, and newer models refuse it. There is no `seed`.
 * - Models up to 4.5 continue an answer whose beginning is the last message.
 *
 * The SDK makes the request. This package decodes the body, because the SDK's own iterator ends normally when the
 * answer was cut off. The SDK's retries are off, because the session retries.
 *
 * @throws {TypeError} When the key is empty, or the base URL is not an http(s) URL.
 *
 * @example
 * ```ts
 * anthropicMessages({ apiKey: "none", baseUrl: "http://127.0.0.1:8000" }).id; // "anthropic-messages"
 * ```
 */
export function anthropicMessages(settings: AnthropicMessagesSettings): Provider {
  const sdk = anthropicClients(settings);
  return {
    ...sdkProvider({
      id: "anthropic-messages",
      capabilities: anthropicCapabilities(settings),
      decode: settings.decode ?? "own",
      ...sdk,
      call: (client, request: ChatRequest, signal) => {
        const { model, stream = true, temperature } = request;
        // `messages.create` would also write warnings about deprecated models to the console.
        return client.post<unknown>("/v1/messages", {
          body: { ...messagesBodyOf(request), model, stream },
          stream,
          signal,
          headers: temperature === undefined ? {} : WITH_TEMPERATURE,
        });
      },
      decoder: anthropicDecoder,
      chunksOf: eventsOfMessage,
      isSent,
      requestIdHeader: "request-id",
    }),
    listModels: sdkModels(sdk, (client, signal) =>
      // The maximum page size; Anthropic has fewer models.
      client.models.list({ limit: 1_000 }, { signal }),
    ),
  };
}

const DEFAULT_BASE_URL = "https://api.anthropic.com";

function anthropicClients(settings: SdkSettings): SdkClients<Anthropic> {
  const { apiKey, baseUrl = DEFAULT_BASE_URL, fetch } = settings;
  requireKey(apiKey, "ANTHROPIC_API_KEY");
  requireHttpUrl(baseUrl);
  // The SDK adds the version to every path.
  const baseURL = baseUrl.replace(/\/v1\/?$/u, "");
  return sdkClients(
    { baseUrl, apiKey, fetch },
    (send) => new Anthropic({ apiKey, baseURL, ...SDK_OPTIONS, fetch: send }),
  );
}

/** Whether the SDK's iterator threw an error that the provider sent in the stream. */
function isSent(error: unknown): boolean {
  return error instanceof APIError && error.status === undefined && error.error !== undefined;
}
