import { type Clock, systemClock } from "../../clock/index.ts";
import type { ServerRules } from "../settings/server-rules.ts";
import { responseSink } from "../delivery/response-sink.ts";
import { simulation } from "./simulation.ts";

/** Options of {@link simulatedFetch}. */
export interface SimulatedFetchOptions extends ServerRules {
  /** @defaultValue The system clock. */
  readonly clock?: Clock | undefined;
  /** Random seed; a request's own seed takes precedence. @defaultValue `1` */
  readonly seed?: number | undefined;
}

/**
 * A `fetch` that is answered by a simulated provider in this process: all APIs, times and faults of the simulator,
 * without a socket. For tests, for notebooks without a server, and for web workers.
 *
 * Only the path of a URL matters, not its origin.
 *
 * @throws {TypeError} Rejects when a fault refuses the connection.
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
