import { systemClock } from "../../src/clock/index.ts";
import type { Attempt, ChatRequest, Provider } from "../../src/providers/index.ts";
import { byteServer, refuses } from "../support/byte-server.ts";
import { listOf } from "../support/events.ts";

/** One attempt by nobody's clock in particular. */
export function attempt(fetch?: typeof globalThis.fetch): Attempt {
  return {
    number: 1,
    clock: systemClock(),
    signal: new AbortController().signal,
    onStage: () => undefined,
    ...(fetch === undefined ? {} : { fetch }),
  };
}

/** What a provider sends for a request: where to, in which headers, and what. */
export async function sentBy(create: (baseUrl: string) => Provider, request: ChatRequest) {
  const server = await byteServer(refuses(400));
  await listOf(create(server.url).stream(request, attempt())).catch(() => undefined);
  return server.latest;
}

/** One event of a Responses stream, as a frame. */
export function responseEvent(type: string, rest: object): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...rest })}\n\n`;
}
