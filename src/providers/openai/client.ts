import OpenAI, { APIError, type ClientOptions } from "openai";

import { clientPool } from "../http/client-pool.ts";
import type { Endpoint } from "../http/send-request.ts";
import {
  type HttpSettings,
  requireHttpUrl,
  requireKey,
  type SdkSettings,
} from "../http/http-settings.ts";
import { SDK_OPTIONS } from "../http/sdk-options.ts";

const DEFAULT_BASE_URL = "https://api.openai.com/v1";

/** OpenAI's SDK, ready to make requests, and where it makes them. */
export interface OpenAiClients {
  readonly clients: ReturnType<typeof clientPool<OpenAI>>;
  readonly endpoint: Endpoint;
}

/**
 * Clients for OpenAI itself, or for what is told apart by its base URL alone.
 *
 * @throws {TypeError} When the key is empty, or the base URL is not an http(s) URL.
 */
export function openAiClients({
  apiKey,
  baseUrl = DEFAULT_BASE_URL,
  fetch,
}: SdkSettings): OpenAiClients {
  requireKey(apiKey, "OPENAI_API_KEY");
  requireHttpUrl(baseUrl);
  return clientsAt({ apiKey, baseUrl, fetch }, (options) => new OpenAI(options));
}

/** What a client of the SDK is made of, Azure's too. */
type ClientSettings = Omit<ClientOptions, "apiKey" | "provider"> & { readonly apiKey: string };

/** Where a server of OpenAI's family is, and the key that it wants. */
export interface OpenAiAccess {
  readonly baseUrl: string;
  readonly apiKey: string | undefined;
  readonly fetch: HttpSettings["fetch"] | undefined;
}

/**
 * Clients for a server of OpenAI's family.
 *
 * @param make Makes a client of the SDK; Azure's takes other settings.
 */
export function clientsAt(
  { baseUrl, apiKey, fetch }: OpenAiAccess,
  make: (options: ClientSettings) => OpenAI,
): OpenAiClients {
  return {
    clients: clientPool((send) =>
      make({
        // The SDK wants some key, and takes one from the environment where it is given none.
        apiKey: apiKey ?? "none",
        adminAPIKey: null,
        ...(apiKey === undefined ? { defaultHeaders: { authorization: null } } : {}),
        baseURL: baseUrl,
        ...SDK_OPTIONS,
        fetch: send,
      }),
    ),
    endpoint: { baseUrl, fetch, secrets: apiKey === undefined ? [] : [apiKey] },
  };
}

/** Whether the SDK's iterator has thrown what the provider said in the stream. */
export function isSentByOpenAi(error: unknown): boolean {
  return error instanceof APIError && error.status === undefined && error.error !== undefined;
}
