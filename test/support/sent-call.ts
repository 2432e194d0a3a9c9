import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";

import type { ChatRequest, Provider } from "../../src/providers/index.ts";
import { systemClock } from "../../src/clock/index.ts";
import { startStream } from "../../src/lifecycle/index.ts";
import { seededRandom } from "../../src/stats/index.ts";

/** A request as the server received it. */
export interface SentCall {
  readonly method: string;
  /** Including the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Returns the HTTP request of an adapter, from a server that refuses everything. */
export async function sentBy(
  create: (origin: string) => Provider,
  request: ChatRequest,
): Promise<SentCall> {
  const caught = Promise.withResolvers<SentCall>();
  const server = createServer((incoming, response) => {
    sentIn(incoming).then(caught.resolve, caught.reject);
    response.writeHead(400).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const outside = { clock: systemClock(), random: seededRandom(1), retry: { attempts: 1 } };
  const provider = create(`http://127.0.0.1:${port}`);
  for await (const { type } of startStream(provider, request, outside)) {
    if (type === "stream-end") break;
  }
  server.close();
  server.closeAllConnections();
  return caught.promise;
}

/** Sends a request again, to another origin. */
export function sendAgain(
  { method, path, headers, body }: SentCall,
  origin: string,
): Promise<Response> {
  return fetch(`${origin}${path}`, { method, headers, body });
}

/** Headers that the platform sets itself. */
const CONNECTION_HEADERS = new Set(["host", "connection", "content-length", "transfer-encoding"]);

async function sentIn(incoming: IncomingMessage): Promise<SentCall> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  const headers = Object.entries(incoming.headersDistinct).filter(
    ([name]) => !CONNECTION_HEADERS.has(name),
  );
  return {
    method: incoming.method ?? "",
    path: incoming.url ?? "",
    headers: Object.fromEntries(headers.map(([name, values = []]) => [name, values.join(", ")])),
    body: Buffer.concat(chunks).toString("utf8"),
  };
}
