import { asList, asText, dig } from "../../wire/index.ts";
import type { Attempt } from "../provider.ts";
import { type Endpoint, type Fetch, sendRequest } from "./send-request.ts";

/** The longest possible timer, in milliseconds: about 25 days. */
const LONGEST_TIMER_MS = 2_147_483_647;

/**
 * Options for clients of SDKs that Stainless generates (OpenAI's, Anthropic's): retries and the time limit belong to the
 * session, and a library does not write to the console.
 */
export const SDK_OPTIONS = {
  maxRetries: 0,
  timeout: LONGEST_TIMER_MS,
  logLevel: "off",
  // A notebook's kernel may look like a browser, but the key stays on the user's machine.
  dangerouslyAllowBrowser: true,
} as const;

/** Clients of a provider's SDK, and the endpoint that they call. */
export interface SdkClients<Client> {
  readonly clients: ClientPool<Client>;
  readonly endpoint: Endpoint;
}

interface ClientPool<Client> {
  /** Runs `use` with a client that sends through `fetch`. */
  withFetch<T>(fetch: Fetch, use: (client: Client) => Promise<T>): Promise<T>;
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

/**
 * A client keeps one `fetch`, but each attempt has its own, and creating a client for each would add about a
 * millisecond to the time to first token.
 */
function clientPool<Client>(create: (fetch: Fetch) => Client): ClientPool<Client> {
  interface Slot {
    readonly client: Client;
    fetch: Fetch;
  }
  const free: Slot[] = [];

  function newSlot(fetch: Fetch): Slot {
    const slot: Slot = { client: create((...request) => slot.fetch(...request)), fetch };
    return slot;
  }

  return {
    async withFetch(fetch, use) {
      const slot = free.pop() ?? newSlot(fetch);
      slot.fetch = fetch;
      try {
        return await use(slot.client);
      } finally {
        free.push(slot);
      }
    },
  };
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
