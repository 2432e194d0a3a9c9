import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { systemClock } from "../../../src/clock/index.ts";
import type { Attempt, ChatRequest, Provider } from "../../../src/providers/index.ts";
import { definedOnly } from "../../../src/wire/index.ts";
import { byteServer, refuses } from "../../support/servers/byte-server.ts";
import { listOf } from "../../support/events.ts";
import { ROOT } from "../../support/rooms.ts";

/** An attempt with the system clock. */
export function attempt(fetch?: typeof globalThis.fetch): Attempt {
  return {
    number: 1,
    clock: systemClock(),
    signal: new AbortController().signal,
    onStage: () => undefined,
    ...definedOnly({ fetch }),
  };
}

/** Returns the HTTP request of a provider. */
export async function sentBy(create: (baseUrl: string) => Provider, request: ChatRequest) {
  const server = await byteServer(refuses(400));
  await listOf(create(server.url).stream(request, attempt())).catch(() => undefined);
  return server.latest;
}

/** One event of a Responses stream. */
export function responseEvent(type: string, rest: object): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...rest })}\n\n`;
}

/** The bytes of a recorded stream. Its source must be in comments, which every parser ignores. */
export function recorded(wire: string, name: string): Buffer {
  const bytes = readFileSync(join(ROOT, "test/fixtures/wire", wire, name));
  if (!/^: source .+\n: recorded \d{4}-\d\d-\d\d/u.test(bytes.toString())) {
    throw new TypeError(`Cannot use ${wire}/${name} as its source must be in its first comments`);
  }
  return bytes;
}

/** The names of one API's recorded streams. */
export const recordings = (wire: string): string[] =>
  readdirSync(join(ROOT, "test/fixtures/wire", wire)).toSorted();
