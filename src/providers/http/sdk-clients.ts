import { asList, asText, dig } from "../../wire/index.ts";
import type { Attempt } from "../provider.ts";
import { clientPool } from "./client-pool.ts";
import { type Endpoint, type Fetch, sendRequest } from "./send-request.ts";

/** Clients of a provider's SDK, and the endpoint that they call. */
export interface SdkClients<Client> {
  readonly clients: ReturnType<typeof clientPool<Client>>;
  readonly endpoint: Endpoint;
}

/** The settings of an endpoint, after its defaults. */
export interface SdkAccess {
  readonly baseUrl: string;
  readonly apiKey: string | undefined;
  readonly fetch: Fetch | undefined;
}

export function sdkClients<Client>(
  { baseUrl, apiKey, fetch }: SdkAccess,
  create: (fetch: Fetch) => Client,
): SdkClients<Client> {
  const secrets = apiKey === undefined ? [] : [apiKey];
  return { clients: clientPool(create), endpoint: { baseUrl, fetch, secrets } };
}

/** @param list Requests the list of models with an SDK of the Stainless kind. */
export function sdkModels<Client>(
  { clients, endpoint }: SdkClients<Client>,
  list: (client: Client, signal: AbortSignal) => Promise<unknown>,
): (attempt: Attempt) => Promise<readonly string[]> {
  return async (attempt) => {
    const models: unknown = await sendRequest(attempt, endpoint, {
      send: (fetch) => clients.withFetch(fetch, (client) => list(client, attempt.signal)),
      receive: (answer) => answer,
    });
    return asList(dig(models, "data")).flatMap((model) => asText(dig(model, "id")) ?? []);
  };
}
