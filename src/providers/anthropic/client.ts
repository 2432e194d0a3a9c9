import Anthropic, { APIError } from "@anthropic-ai/sdk";

import { requireHttpUrl, requireKey, type SdkSettings } from "../http/http-settings.ts";
import { type SdkClients, sdkClients } from "../http/sdk-clients.ts";
import { SDK_OPTIONS } from "../http/sdk-options.ts";

const DEFAULT_BASE_URL = "https://api.anthropic.com";

/** @throws {TypeError} When the key is empty, or the base URL is not an http(s) URL. */
export function anthropicClients(settings: SdkSettings): SdkClients<Anthropic> {
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
export function isSentByAnthropic(error: unknown): boolean {
  return error instanceof APIError && error.status === undefined && error.error !== undefined;
}
