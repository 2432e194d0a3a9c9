import type { Fetch } from "./send-request.ts";

/**
 * Clients that are used again: an SDK takes its `fetch` once for a client, and ours is another for each
 * attempt; making a client for each costs about a millisecond of the time to first token.
 *
 * @param make Makes a client that sends through the `fetch` it is given.
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
    /** Lends a client that sends through `fetch` for as long as `use` takes. */
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
