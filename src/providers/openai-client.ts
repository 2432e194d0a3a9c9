import OpenAI, { APIError } from "openai";

import { clientPool } from "./client-pool.ts";
import type { Line } from "./exchange.ts";
import { requireHttpUrl, requireKey, type SdkSettings } from "./http-provider.ts";

const DEFAULT_BASE_URL = "https://api.openai.com/v1";

/** OpenAI's SDK, ready to make requests, and where it makes them. */
export interface OpenAiClients {
  readonly clients: ReturnType<typeof clientPool<OpenAI>>;
  readonly line: Line;
}

/**
 * Its retries are off: those are the session's.
 *
 * @param make Another client of the same SDK; Azure's takes other settings.
 * @throws {TypeError} When the key is empty, or the base URL is not an http(s) URL.
 */
export function openAiClients(
  { apiKey, baseUrl = DEFAULT_BASE_URL, fetch }: SdkSettings,
  make: (options: ConstructorParameters<typeof OpenAI>[0]) => OpenAI = (options) =>
    new OpenAI(options),
): OpenAiClients {
  requireKey(apiKey, "OPENAI_API_KEY");
  requireHttpUrl(baseUrl);
  return {
    clients: clientPool((send) =>
      make({
        apiKey,
        baseURL: baseUrl,
        maxRetries: 0,
        // A notebook's kernel may look like a browser; the key is the user's own, on the user's machine.
        dangerouslyAllowBrowser: true,
        fetch: send,
      }),
    ),
    line: { baseUrl, fetch, secrets: [apiKey] },
  };
}

/** Whether the SDK's iterator has thrown what the provider said in the stream. */
export function isSentByOpenAi(error: unknown): boolean {
  return error instanceof APIError && error.status === undefined && error.error !== undefined;
}
