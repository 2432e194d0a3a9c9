import Anthropic, { APIError } from "@anthropic-ai/sdk";

import { clientPool } from "../http/client-pool.ts";
import type { Endpoint } from "../http/send-request.ts";
import { requireHttpUrl, requireKey, type SdkSettings } from "../http/http-settings.ts";
import { SDK_OPTIONS } from "../http/sdk-options.ts";

const DEFAULT_BASE_URL = "https://api.anthropic.com";

/** Anthropic's SDK, ready to make requests, and where it makes them. */
export interface AnthropicClients {
  readonly clients: ReturnType<typeof clientPool<Anthropic>>;
  readonly endpoint: Endpoint;
}

/**
 * Clients for Anthropic, or for what is told apart by its base URL alone.
 *
 * @throws {TypeError} When the key is empty, or the base URL is not an http(s) URL.
 */
export function anthropicClients({
  apiKey,
  baseUrl = DEFAULT_BASE_URL,
  fetch,
}: SdkSettings): AnthropicClients {
  requireKey(apiKey, "ANTHROPIC_API_KEY");
  requireHttpUrl(baseUrl);
  return {
    clients: clientPool(
      (send) =>
        new Anthropic({
          apiKey,
          // The SDK writes the version into every path.
          baseURL: baseUrl.replace(/\/v1\/?$/u, ""),
          ...SDK_OPTIONS,
          fetch: send,
        }),
    ),
    endpoint: { baseUrl, fetch, secrets: [apiKey] },
  };
}

/** Whether the SDK's iterator has thrown what the provider said in the stream. */
export function isSentByAnthropic(error: unknown): boolean {
  return error instanceof APIError && error.status === undefined && error.error !== undefined;
}
