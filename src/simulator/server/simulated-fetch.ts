import { type Clock, systemClock } from "../../clock/index.ts";
import type { ServerRules } from "../settings/server-rules.ts";
import { responseSink } from "../delivery/response-sink.ts";
import { simulation } from "./simulation.ts";

/** What a simulated provider in this process may be told. */
export interface SimulatedFetchOptions extends ServerRules {
  /** @defaultValue The system's. */
  readonly clock?: Clock;
  /**
   * Of all chance; a request's own seed comes before it.
   *
   * @defaultValue `1`
   */
  readonly seed?: number;
}

/**
 * A `fetch` whose other end is a simulated provider in this process: all wires, times and faults of the
 * simulator, and no socket. For tests, for notebooks without a server, and for a browser's worker.
 *
 * The origin of a URL does not matter, its path does.
 *
 * @throws {TypeError} From the promise, when a fault refuses the connection.
 *
 * @example
 * ```ts
 * const provider = openAiChat({
 *   apiKey: "any",
 *   baseUrl: "http://simulated/v1",
 *   fetch: simulatedFetch({ settings: { ttftMs: 1, itlMs: 0 } }),
 * });
 * const request = { model: "fixed", messages: [{ role: "user", content: "echo: Hi" }] } as const;
 * const { text } = await collect(
 *   startStream(provider, request, { clock: systemClock(), random: seededRandom(1) }),
 * );
 * text; // "Hi"
 * ```
 */
export function simulatedFetch(options: SimulatedFetchOptions = {}): typeof globalThis.fetch {
  const { clock = systemClock(), seed = 1, ...rules } = options;
  const provider = simulation({ clock, seed, rules });

  return async (input, init) => {
    const receivedAt = clock.now();
    const request = new Request(input, init);
    const { pathname, searchParams } = new URL(request.url);
    const sink = responseSink(request.signal);
    provider.answer(
      {
        method: request.method,
        path: pathname,
        query: searchParams,
        header: (name) => request.headers.get(name) ?? undefined,
        body: await request.text(),
      },
      sink,
      receivedAt,
    );
    return sink.response;
  };
}
