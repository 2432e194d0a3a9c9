import type { Fetch } from "./send-request.ts";

/**
 * A pool of SDK clients. A client keeps one `fetch`, but each attempt has its own, and creating a client for each would
 * add about a millisecond to the time to first token.
 *
 * @param make Creates a client that uses the given `fetch`.
 */
export function clientPool<Client>(make: (fetch: Fetch) => Client) {
  interface Slot {
    readonly client: Client;
    fetch: Fetch;
  }
  const free: Slot[] = [];

  function slotFor(fetch: Fetch): Slot {
    const used = free.pop();
    if (used !== undefined) {
      used.fetch = fetch;
      return used;
    }
    const client = make((...request) => slot.fetch(...request));
    const slot: Slot = { client, fetch };
    return slot;
  }

  return {
    /** Runs `use` with a client that sends through `fetch`. */
    async withFetch<T>(fetch: Fetch, use: (client: Client) => Promise<T>): Promise<T> {
      const slot = slotFor(fetch);
      try {
        return await use(slot.client);
      } finally {
        free.push(slot);
      }
    },
  };
}
