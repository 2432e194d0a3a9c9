import OpenAI, { APIError, type ClientOptions } from "openai";

import { requireHttpUrl, requireKey, type SdkSettings } from "../http/http-settings.ts";
import {
  SDK_OPTIONS,
  type SdkAccess,
  type SdkClients,
  sdkClients,
  sdkModels,
} from "../http/sdk-clients.ts";
import { sdkProvider, type SdkProviderParts } from "../http/sdk-provider.ts";
import type { Provider } from "../provider.ts";

const DEFAULT_BASE_URL = "https://api.openai.com/v1";

/** Clients for OpenAI, or for a server that differs from it only in the base URL. */
export function clientsFor(settings: SdkSettings): SdkClients<OpenAI> {
  const { apiKey, baseUrl = DEFAULT_BASE_URL, fetch } = settings;
  requireKey(apiKey, "OPENAI_API_KEY");
  requireHttpUrl(baseUrl);
  return clientsAt({ apiKey, baseUrl, fetch }, (options) => new OpenAI(options));
}

type SharedOptions = Omit<ClientOptions, "apiKey" | "provider"> & { readonly apiKey: string };

/** @param create Creates a client of the SDK; Azure's has further options. */
export function clientsAt(
  access: SdkAccess,
  create: (options: SharedOptions) => OpenAI,
): SdkClients<OpenAI> {
  const { baseUrl, apiKey } = access;
  return sdkClients(access, (fetch) =>
    create({
      // The SDK requires a key, and reads one from the environment if it gets none.
      apiKey: apiKey ?? "none",
      adminAPIKey: null,
      defaultHeaders: apiKey === undefined ? { authorization: null } : undefined,
      baseURL: baseUrl,
      ...SDK_OPTIONS,
      fetch,
    }),
  );
}

type EndpointParts = Pick<SdkSettings, "decode"> &
  Pick<SdkProviderParts<OpenAI>, "id" | "capabilities" | "call" | "decoder" | "chunksOf">;

/** A provider for one of OpenAI's endpoints. */
export function endpointProvider(
  openAi: SdkClients<OpenAI>,
  { decode = "own", ...parts }: EndpointParts,
): Required<Provider> {
  return {
    ...sdkProvider({ ...parts, decode, ...openAi, isSent, requestIdHeader: "x-request-id" }),
    listModels: sdkModels(openAi, (client, signal) => client.models.list({ signal })),
  };
}

/** Whether the SDK's iterator threw an error that the provider sent in the stream. */
function isSent(error: unknown): boolean {
  return error instanceof APIError && error.status === undefined && error.error !== undefined;
}
